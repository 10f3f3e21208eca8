"""What a bundle says of itself: title, dates from the as-of date, language, page labels, and that it is PDF/A-3B."""

from typing import Any
from xml.sax.saxutils import escape

from casebound import __version__
from casebound.render.exhibits.draw.bundle_task import BundleTask

_AUTHOR = "casebound project"
_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{tool}</xmp:CreatorTool><xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate><pdf:Producer>{tool}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def describe(target: Any, task: BundleTask, profile: Any) -> None:
    """Write the metadata twice, as PDF/A wants it, and the rest of the catalog."""
    import pikepdf

    title, tool, day = f"{task.case}: Exhibits", f"casebound {__version__}", str(task.as_of)
    told = {"title": title, "subject": task.subject, "author": _AUTHOR, "tool": tool, "day": day}
    xmp = _XMP.format(**{name: escape(value) for name, value in told.items()})
    at = f"D:{day.replace('-', '')}000000Z"
    info = target.docinfo
    info.Title, info.Subject, info.Author = title, task.subject, _AUTHOR
    info.Creator, info.Producer, info.CreationDate, info.ModDate = tool, tool, at, at
    root = target.Root
    root.Metadata = target.make_stream(xmp.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    root.OutputIntents = pikepdf.Array([_intent(profile)])
    root.Lang = "en"
    root.PageMode = pikepdf.Name.UseOutlines
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)])


def _intent(profile: Any) -> Any:
    import pikepdf

    return pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB IEC61966-2.1",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=profile,
    )
