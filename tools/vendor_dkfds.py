"""Make the vendored copy of the Danish design system from its npm tarball.

    npm pack dkfds@11.2.0
    python tools/vendor_dkfds.py dkfds-11.2.0.tgz

Takes the neutral theme only: the two other themes and two of the logos are the identities of borger.dk and Virk and may not be used by
others. Fonts are cut to WOFF2. The lines that name source maps are removed, since collected static files with hashed names fail on a map
that is not there. Nothing else is changed, and `VENDOR.toml` records what came out.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import sys
import tarfile
from pathlib import Path

PACKAGE = "dkfds"
VERSION = "11.2.0"
TARGET = Path(__file__).resolve().parent.parent / "mestring/web/shell/static/dkfds"


def main(tarball: Path) -> None:
    raw = tarball.read_bytes()
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(raw).digest()).decode()
    with tarfile.open(tarball) as archive:
        members = {m.name: m for m in archive.getmembers() if m.isfile()}

        def read(name: str) -> bytes:
            stream = archive.extractfile(members[f"package/{name}"])
            assert stream is not None
            return stream.read()

        css = only_woff2(without_source_map(read("dist/css/dkfds.min.css").decode()))
        files = {
            "css/dkfds.min.css": css.encode(),
            "js/dkfds.min.js": without_source_map(read("dist/js/dkfds.min.js").decode()).encode(),
            "img/all-svg-icons.svg": read("dist/img/all-svg-icons.svg"),
            "LICENSE.md": read("LICENSE.md"),
            "fonts/IBMPlexSans/LICENSE.txt": read("dist/fonts/IBMPlexSans/complete/woff2/license.txt"),
        }
        for name in sorted(set(re.findall(r'url\("?\.\./([^)"#?]+)', css))):
            files[name] = read(f"dist/{name}")

    shutil.rmtree(TARGET, ignore_errors=True)
    for name, content in files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    lines = [
        f'package = "{PACKAGE}"',
        f'version = "{VERSION}"',
        f'integrity = "{integrity}"',
        'licence = "MIT AND OFL-1.1 AND Apache-2.0"',
        'script = "tools/vendor_dkfds.py"',
        "",
        "[sha256]",
        *(f'"{name}" = "{hashlib.sha256(files[name]).hexdigest()}"' for name in sorted(files)),
        "",
    ]
    (TARGET / "VENDOR.toml").write_text("\n".join(lines), encoding="utf-8")
    print(f"{len(files)} files, {sum(map(len, files.values())) // 1000} kB")


def without_source_map(text: str) -> str:
    text = re.sub(r"\n?/\*# sourceMappingURL=.*?\*/", "", text)
    return re.sub(r"\n?//# sourceMappingURL=\S+", "", text)


def only_woff2(css: str) -> str:
    def cut(match: re.Match[str]) -> str:
        woff2 = re.search(r'url\([^)]*\.woff2\) format\("woff2"\)', match[0])
        if not woff2:
            if "url(" in match[0]:
                raise SystemExit(f"no WOFF2 in {match[0]}")
            return match[0]  # names fonts of the user's own system
        return re.sub(r"src:[^}]*", f"src:{woff2[0]}", match[0])

    return re.sub(r"@font-face\{[^}]*\}", cut, css)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
