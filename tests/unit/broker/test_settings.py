"""What the environment says about the broker."""

from pathlib import Path

from streams.broker.settings import BrokerSettings


def test_without_variables_the_jars_are_in_the_user_s_cache_and_no_cluster_is_named():
    settings = BrokerSettings.from_environment({})

    assert settings.bootstrap is None
    assert settings.jar_cache == Path.home() / ".cache" / "asb" / "jars"
    assert settings.maven_url is None
    assert settings.java_home is None


def test_each_variable_has_its_say():
    settings = BrokerSettings.from_environment(
        {
            "KAFKA_BOOTSTRAP": "kafka.example:9092",
            "ASB_JAR_CACHE": "/srv/jars",
            "ASB_MAVEN_URL": "https://mirror.example/maven",
            "JAVA_HOME": "/opt/java",
        }
    )

    assert settings.bootstrap == "kafka.example:9092"
    assert settings.jar_cache == Path("/srv/jars")
    assert settings.maven_url == "https://mirror.example/maven"
    assert settings.java_home == Path("/opt/java")


def test_the_cache_follows_the_desktop_convention_and_an_empty_variable_is_none():
    settings = BrokerSettings.from_environment({"XDG_CACHE_HOME": "/var/cache", "KAFKA_BOOTSTRAP": ""})

    assert settings.jar_cache == Path("/var/cache/asb/jars")
    assert settings.bootstrap is None
