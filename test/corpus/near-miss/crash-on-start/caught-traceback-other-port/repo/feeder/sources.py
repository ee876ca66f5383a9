import xml.etree.ElementTree as ET

OPML = "<opml><body><outline text='news' xmlUrl='https://example.org/rss'></body></opml>"


def load_sources():
    root = ET.fromstring(OPML)
    return [outline.get("xmlUrl") for outline in root.iter("outline")]
