"""Scripts as they go out: nothing that means something is lost."""

import shutil
import subprocess
from pathlib import Path

import pytest

from harkara.layout import assets
from harkara.layout.lean import lean


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a = b + +c - -d;", "a=b+ +c- -d;\n"),
        ("x = y / 2; z = /a b[/]\\/ c/.test(y);", "x=y/2;z=/a b[/]\\/ c/.test(y);\n"),
        ('say("// no  comment", `a  ${b}  c`);', 'say("// no  comment",`a  ${b}  c`);\n'),
        ("return /* why */ typeof x;\n  // whole line\nf()\n(g)\n", "return typeof x;f()\n(g)\n"),
        ("if (a) b()\nelse c()", "if(a)b()\nelse c()\n"),
        ("if (a) {\n  b();\n}\nc(\n  d\n)", "if(a){b()}\nc(d)\n"),
        ("const a = b\n  ? c\n  : () => {\n    d();\n    for (;;) {}\n  };", "const a=b?c:()=>{d();for(;;){}};\n"),
        ("s.match(/[^।?]+[।?]*[\"']*/g) ?? [];", "s.match(/[^।?]+[।?]*[\"']*/g)??[];\n"),
    ],
)
def test_spaces_go_where_they_mean_nothing(written: str, sent: str) -> None:
    assert lean(written) == sent


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_every_script_that_goes_out_can_be_read_by_a_machine(tmp_path: Path) -> None:
    scripts = [asset.body for asset in assets.assets() if asset.name.endswith(".js")]
    scripts += [assets.worker("Asia/Dhaka").encode(), assets.no_worker().encode()]
    for number, script in enumerate(scripts):
        (tmp_path / f"{number}.js").write_bytes(script)
        subprocess.run(["node", "--check", tmp_path / f"{number}.js"], check=True, capture_output=True)
