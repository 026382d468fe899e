"""What a screen reader finds in the window: waits until each of the names that are given stands in
the tree, prints the role and the words of each, and fails when one does not come."""

import sys
import time

import pyatspi


def walk(node, depth=0):
    if node is None or depth > 40:
        return
    yield node
    for child in range(node.childCount):
        try:
            yield from walk(node.getChildAtIndex(child), depth + 1)
        except Exception:
            pass


def words(node):
    found = [node.name or ""]
    try:
        text = node.queryText()
        found.append(text.getText(0, text.characterCount))
    except NotImplementedError:
        pass
    return " ".join(found)


def look(wanted):
    missing = set(wanted)
    desktop = pyatspi.Registry.getDesktop(0)
    for at in range(desktop.childCount):
        program = desktop.getChildAtIndex(at)
        if program is None or "postil" not in (program.name or "").lower():
            continue
        for node in walk(program):
            try:
                said = words(node)
                role = node.getRoleName()
            except Exception:
                continue
            for name in sorted(missing):
                wanted_role, _, start = name.partition("=")
                if start in said and wanted_role in role:
                    print(f"{role}: {said}")
                    missing.discard(name)
    return missing


missing = set(sys.argv[1:])
until = time.time() + 30
while missing and time.time() < until:
    try:
        missing = look(missing)
    except Exception as error:
        print(f"not yet: {error}", file=sys.stderr)
    time.sleep(0.3)
if missing:
    sys.exit(f"not in the tree: {sorted(missing)}")
