"""The least that a policy must ask for, beyond the limits in its schema."""

from collections.abc import Callable, Iterator

from casebound.controls.tracking import speaks_against
from casebound.model.clock import Clock
from casebound.model.findings import Finding, Location, Path
from casebound.model.registers import Policy
from casebound.model.rules import Rule, Section, support_policy
from casebound.model.terms import Lane, Severity

FLOOR = Rule(
    "F36",
    "policy-floor",
    Section.FILE,
    Severity.BLOCKING,
    "Is the policy at least as strict as casebound requires of every project?",
    "A policy can be stricter than this minimum, but not less strict. A page that the general public can publish is"
    " not official. A label that no official text explains does not determine a request type, and a request that was"
    " refused is not completed.",
    "Correct the setting in `registers/policy.yml`, or remove it.",
    (support_policy("The least that a policy asks for"),),
)

Objections = Iterator[tuple[Path, str]]

_RESERVED = frozenset({"example", "invalid", "test", "localhost", "local", "internal"})
_OPEN_TO_THE_PUBLIC = frozenset({
    # names for examples
    "example.com", "example.net", "example.org",
    # social networks, video and chat
    "bsky.app", "dailymotion.com", "discord.com", "facebook.com", "fb.com", "flickr.com", "instagram.com",
    "linkedin.com", "mastodon.social", "messenger.com", "nextdoor.com", "ok.ru", "pinterest.com",
    "snapchat.com", "t.me", "telegram.org", "threads.net", "tiktok.com", "twitch.tv", "twitter.com",
    "vimeo.com", "vk.com", "weibo.com", "whatsapp.com", "x.com", "xing.com", "youtu.be", "youtube.com",
    # questions, reviews and discussions
    "answers.com", "change.org", "disqus.com", "glassdoor.com", "meetup.com", "quora.com", "reddit.com",
    "stackexchange.com", "stackoverflow.com", "tripadvisor.com", "trustpilot.com", "ycombinator.com",
    "yelp.com", "zhihu.com",
    # wikis
    "fandom.com", "miraheze.org", "pbworks.com", "wiki.gg", "wikia.com", "wikibooks.org", "wikidot.com",
    "wikihow.com", "wikimedia.org", "wikipedia.org", "wikisource.org", "wikitravel.org",
    # blogs, journals and newsletters
    "beehiiv.com", "blog.com", "blogger.com", "bloglovin.com", "blogspot.com", "ghost.io", "hashnode.dev",
    "hatenablog.com", "livejournal.com", "mailchimp.com", "medium.com", "naver.com", "note.com",
    "over-blog.com", "patreon.com", "substack.com", "telegra.ph", "tistory.com", "tumblr.com", "typepad.com",
    "wordpress.com", "write.as",
    # documents and slides
    "academia.edu", "calameo.com", "coursehero.com", "docdroid.net", "docplayer.net", "docsend.com",
    "issuu.com", "pdfcoffee.com", "prezi.com", "researchgate.net", "scribd.com", "slideserve.com",
    "slideshare.net", "studocu.com", "vdocuments.net", "yumpu.com",
    # files, notes and pasted texts
    "1drv.ms", "airtable.com", "box.com", "canva.com", "coda.io", "dropbox.com", "dropboxusercontent.com",
    "evernote.com", "filebin.net", "gofile.io", "icloud.com", "imgur.com", "justpaste.it", "live.com",
    "mediafire.com", "mega.nz", "notion.site", "notion.so", "onedrive.com", "padlet.com", "pastebin.com",
    "pcloud.com", "rentry.co", "sharefile.com", "sharepoint.com", "trello.com",
    "wetransfer.com", "zenodo.org",
    # code
    "bitbucket.io", "bitbucket.org", "codeberg.org", "codeberg.page", "codepen.io", "gitbook.io", "github.com",
    "github.io", "githubusercontent.com", "gitlab.com", "gitlab.io", "glitch.me", "huggingface.co",
    "jsfiddle.net", "kaggle.com", "npmjs.com", "pypi.org", "readthedocs.io", "readthedocs.org", "replit.app",
    "replit.com", "replit.dev", "sourceforge.io", "sourceforge.net", "sr.ht",
    # site builders
    "angelfire.com", "carrd.co", "framer.app", "framer.website", "geocities.com", "godaddysites.com",
    "jimdo.com", "jimdofree.com", "jimdosite.com", "mystrikingly.com", "neocities.org", "site123.me",
    "squarespace.com", "strikingly.com", "tripod.com", "ucoz.com", "webflow.io", "webnode.com", "webnode.page",
    "webs.com", "weebly.com", "weeblysite.com", "wix.com", "wixsite.com", "wordpress.org", "yolasite.com",
    # cloud storage and hosting
    "amazonaws.com", "amplifyapp.com", "appspot.com", "azureedge.net", "azurestaticapps.net",
    "azurewebsites.net", "backblazeb2.com", "cloudapp.net", "cloudflarestorage.com", "cloudfront.net",
    "deno.dev", "digitaloceanspaces.com", "firebaseapp.com", "fly.dev", "google.com", "googleapis.com",
    "googleusercontent.com", "herokuapp.com", "linodeobjects.com", "netlify.app", "netlify.com", "ngrok.app",
    "ngrok.io", "nip.io", "now.sh", "ondigitalocean.app", "onrender.com", "oraclecloud.com", "pages.dev",
    "pythonanywhere.com", "r2.dev", "railway.app", "render.com", "run.app", "surge.sh", "trycloudflare.com",
    "vercel.app", "wasabisys.com", "web.app", "windows.net", "workers.dev",
    # archives and caches
    "archive.fo", "archive.is", "archive.org", "archive.ph", "archive.today", "ghostarchive.org", "perma.cc",
    "webcitation.org",
    # short addresses
    "bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "linktr.ee", "ow.ly", "rb.gy", "rebrand.ly",
    "shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com",
    # forms and surveys
    "forms.gle", "formstack.com", "jotform.com", "surveymonkey.com", "typeform.com", "wufoo.com",
    # news from anyone and press releases
    "buzzfeed.com", "einpresswire.com", "flipboard.com", "globenewswire.com", "hubpages.com", "msn.com",
    "openpr.com", "prlog.org", "prnewswire.com",
    # names that anyone can take
    "de.com", "duckdns.org", "dyndns.org", "eu.org", "freenom.com", "gb.net", "no-ip.com", "no-ip.org",
    "uk.com", "us.com",
})  # fmt: skip
"""Hosts, with their subdomains, that publish pages of the general public, by what they publish."""
_OPEN_SECOND_LEVEL = frozenset(
    {"asso", "biz", "co", "com", "info", "ltd", "name", "ne", "net", "nom", "or", "org", "plc"}
)
"""Second levels below the domain of a country in which the general public can have hosts, such as co.uk."""
_OTHER_COUNTRIES = {"gov": "US", "mil": "US", "uk": "GB"}
_NO_COUNTRY = frozenset({"eu", "io", "ai", "co", "me", "tv"})
"""Domains of two letters that do not belong to the authorities of a single country."""

_LANES = {"employer certificate": Lane.EMPLOYER, "self employed certificate": Lane.SELF_EMPLOYED}
"""The labels of SSA's channel whose lane is confirmed."""
_NOT_COMPLETED = ("open", "pending", "process", "receiv", "review", "submit", "wait")


def below_floor(policy: Policy, clock: Clock, locate: Callable[[Path], Location]) -> Iterator[Finding]:
    """A finding for each setting that asks for less than every project needs."""
    for check in (_hosts, _labels, _completed, lambda policy: _cut_over(policy, clock)):
        for path, message in check(policy):
            yield Finding(FLOOR.id, FLOOR.severity, message, FLOOR.remedy, locate(path))


def _hosts(policy: Policy) -> Objections:
    for host, entry in policy.official_hosts.items():
        at, parts = ("official_hosts", host), host.split(".")
        above = {".".join(parts[row:]) for row in range(len(parts))}
        is_second_level = len(parts) == 2 and len(parts[1]) == 2 and parts[0] in _OPEN_SECOND_LEVEL
        if parts[-1] in _RESERVED or above & _OPEN_TO_THE_PUBLIC or is_second_level:
            yield at, f"the general public can publish pages on {host}, so it is not the host of an authority"
        country = _OTHER_COUNTRIES.get(parts[-1], parts[-1].upper() if len(parts[-1]) == 2 else None)
        if country and entry.country and parts[-1] not in _NO_COUNTRY and entry.country != country:
            yield at, f"{host} is listed for {entry.country}, but its domain belongs to {country}"


def _labels(policy: Policy) -> Objections:
    for label, lane in policy.intake_labels.items():
        confirmed = _LANES.get(" ".join(label.casefold().replace("-", " ").split()))
        if confirmed is None:
            message = (
                f"no official text says which request type the label “{label}” means; decide it in each case"
                " (reclassified)"
            )
            yield ("intake_labels", label), message
        elif lane is not confirmed:
            yield ("intake_labels", label), f"the label “{label}” means {confirmed.value}, not {lane.value}"


def _completed(policy: Policy) -> Objections:
    for row, word in enumerate(policy.completed_words):
        if speaks_against(word) or any(part.startswith(_NOT_COMPLETED) for part in word.casefold().split()):
            yield ("completed_words", row), f"“{word}” does not say that a request is completed"


def _cut_over(policy: Policy, clock: Clock) -> Objections:
    if policy.cut_over is not None and not clock.happened(policy.cut_over):
        yield ("cut_over",), f"the cut-over day {policy.cut_over} is after {clock.present}"
