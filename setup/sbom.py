"""The bill of materials: every package and jar of the locks, in CycloneDX 1.6, for `make sbom` and `make lint`.

The same locks give the same bytes: no time and no random serial number. `scope` says what a component is for:
`required` runs in service, `optional` does so on some platforms or Pythons only, `excluded` is for the demo, the
tests and development.
"""

import argparse
import hashlib
import json
import sys
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.lifecycle import LifecyclePhase, PredefinedLifecycle
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from setup.locks import (
    IMAGE_LOCK,
    JARS_LOCK,
    LOCK,
    NOTICES,
    OURS,
    ROOT,
    BadLock,
    Package,
    licences,
    packages,
    require_licences,
)
from streams import __version__
from streams.broker.jars import Jar, locked_jars

BILL: Final = ROOT / "sbom.cdx.json"


def bill() -> str:
    """The bill as JSON. Raises BadLock when a component has no sum or no licence, or a licence no component."""
    locked = packages(LOCK.read_text("utf-8"))
    in_service = _in_service(locked)
    jars = locked_jars()
    named = licences(NOTICES.read_text("utf-8"))
    require_licences(named, {package.name for package in locked} | {_maven(jar) for jar in jars})

    files = [_file(path) for path in (LOCK, IMAGE_LOCK, JARS_LOCK)]
    # A package may be there twice: in one version for an older Python, in another for a newer.
    of_packages = [(each, _of_package(each, each.name in in_service, named)) for each in locked]
    of_jars = [_of_jar(jar, named) for jar in jars]
    ours = Component(name=OURS, version=__version__, type=ComponentType.APPLICATION, bom_ref=OURS)
    bom = Bom(
        components=[*files, *(component for _, component in of_packages), *of_jars],
        metadata=BomMetaData(component=ours, lifecycles=[PredefinedLifecycle(LifecyclePhase.PRE_BUILD)]),
        serial_number=_serial(files),
    )
    for component in (ours, *(component for _, component in of_packages)):
        needs = [needed for each, needed in of_packages if component.name in each.asked_by]
        bom.register_dependency(component, needs)
    bom.register_dependency(ours, of_jars)
    return _without_time(bom)


def _in_service(locked: Iterable[Package]) -> set[str]:
    """The packages of the image, in the versions that are tested. Raises BadLock where the locks differ."""
    image = packages(IMAGE_LOCK.read_text("utf-8"))
    tested = {package[:2] for package in locked}
    if other := [package.name for package in image if package[:2] not in tested]:
        msg = f"{IMAGE_LOCK.name} has {', '.join(other)} in another version; write the locks with: make lock"
        raise BadLock(msg)
    return {package.name for package in image}


def _file(path: Path) -> Component:
    """A lock itself: it lists the sums of all files that may be installed for each package."""
    name = path.relative_to(ROOT).as_posix()
    sum_of_file = HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(path.read_bytes()).hexdigest())
    return Component(name=name, type=ComponentType.FILE, bom_ref=name, hashes=[sum_of_file])


def _of_package(package: Package, is_in_service: bool, named: Mapping[str, str]) -> Component:
    url = PackageURL("pypi", name=package.name, version=package.version)
    if not is_in_service:
        scope = ComponentScope.EXCLUDED
    else:
        scope = ComponentScope.REQUIRED if package.is_for_every_platform else ComponentScope.OPTIONAL
    return Component(
        name=package.name,
        version=package.version,
        purl=url,
        bom_ref=str(url),
        scope=scope,
        licenses=[LicenseFactory().make_from_string(named[package.name])],
    )


def _of_jar(jar: Jar, named: Mapping[str, str]) -> Component:
    url = PackageURL("maven", jar.group, jar.artifact, jar.version)
    return Component(
        group=jar.group,
        name=jar.artifact,
        version=jar.version,
        purl=url,
        bom_ref=str(url),
        scope=ComponentScope.EXCLUDED,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=jar.sha256)],
        licenses=[LicenseFactory().make_from_string(named[_maven(jar)])],
    )


def _maven(jar: Jar) -> str:
    return f"{jar.group}:{jar.artifact}"


def _serial(files: Iterable[Component]) -> uuid.UUID:
    """Of the version and the locks: another bill has another number, the same bill the same."""
    sums = [found.content for file in files for found in file.hashes]
    return uuid.uuid5(uuid.NAMESPACE_OID, " ".join([OURS, __version__, *sums]))


def _without_time(bom: Bom) -> str:
    told = json.loads(JsonV1Dot6(bom).output_as_string())
    del told["metadata"]["timestamp"]
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """Write the bill, or with --check say whether the one in the tree is what the locks say."""
    parser = argparse.ArgumentParser(prog="python -m setup.sbom", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    wanted = parser.parse_args(arguments)
    try:
        text = bill()
    except BadLock as error:
        print(f"sbom: {error}", file=sys.stderr)
        return 1
    if not wanted.check:
        BILL.write_text(text, "utf-8")
    elif not BILL.exists() or BILL.read_text("utf-8") != text:
        print(f"sbom: {BILL.name} is not what the locks say; write it with: make sbom", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
