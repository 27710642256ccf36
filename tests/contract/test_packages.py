"""The import names are the folders of this repository, not packages of the same name from elsewhere."""

from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("package", ["streams", "schemas", "connectors"])
def test_a_package_is_the_folder_of_this_repository(package):
    assert Path(import_module(package).__file__ or "").parent == ROOT / package
