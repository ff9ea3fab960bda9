"""Finds trained models: the shipped ones in a clone or a wheel, or those of a folder that the configuration names."""

from pathlib import Path

from bot import tone
from bot.errors import ModelError

_HERE = Path(__file__).resolve().parent


def shipped() -> Path:
    """Folder of the models that come with Evenkeel: in the installed package, else at the top of a clone."""
    packaged = _HERE / "shipped_models"
    return packaged if packaged.is_dir() else _HERE.parent / "models"


def names(folder: Path) -> list[str]:
    """Models in ``folder``, oldest version first."""
    if not folder.is_dir():
        return []
    found = [path.parent.name for path in folder.glob("*/manifest.json")]
    return sorted(found, key=lambda name: (int(name.rpartition("-")[2]) if name[-1:].isdigit() else 0, name))


def load(folder: Path | None = None, name: str | None = None) -> tone.Model:
    """The named model, else the newest; raises ModelError that says what is there."""
    folder = folder or shipped()
    present = names(folder)
    if name is None and not present:
        raise ModelError(f"There is no trained model in {folder}. Set [models] dir, or reinstall Evenkeel.")
    if name is not None and name not in present:
        raise ModelError(f"There is no model named {name} in {folder}; there: {', '.join(present) or 'none'}.")
    return tone.load(folder / (name or present[-1]))
