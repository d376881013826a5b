# A backup of as many files as asked for, in the place of the one that waits to be copied.

import hashlib
import json
import os


def forge(folder, count, size):
    """Files of noise, which no program makes smaller; gives the backup's id, that of the one whose place it takes."""
    (note,) = [name for name in os.listdir(folder) if name.startswith(".remotes-")]
    with open(os.path.join(folder, note)) as file:
        ((_, id, *_),) = [line.split() for line in file]
    backup = os.path.join(folder, id)
    with open(os.path.join(backup, "manifest.json")) as file:
        manifest = json.load(file)
    manifest.pop("sha256")
    for name in os.listdir(backup):
        os.remove(os.path.join(backup, name))
    manifest["files"] = [noise(backup, f"config-{number}_{id}.tar.gz", size // count) for number in range(count)]
    head = json.dumps(manifest, indent=4).removesuffix("\n}") + ",\n"
    with open(os.path.join(backup, "manifest.json"), "w") as file:
        file.write(f'{head}    "sha256": "{hashlib.sha256(head.encode()).hexdigest()}"\n}}\n')
    return id


def noise(folder, name, size):
    content = os.urandom(size)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(content)
    return {"name": name, "component": "config", "bytes": size, "sha256": hashlib.sha256(content).hexdigest(), "content_bytes": size}
