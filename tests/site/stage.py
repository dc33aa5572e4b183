#!/usr/bin/env python3
"""Renders the site as its tests in the browser see it, and makes its search index.

    stage.py FOLDER [EXTRA...] [--url=http://127.0.0.1:8000] [--baseurl=/blog]

The articles of the repository are in it, with their records and programs, and the posts of each
folder EXTRA beside this file (fixtures, neighbours). It is rendered into FOLDER, for the address
url and mounted there at baseurl.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys

from blog import ROOT, Site


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--url", default="")
    parser.add_argument("--baseurl", default="")
    parser.add_argument("extra", nargs="*")
    args = parser.parse_args()

    with Site(fixtures=False, articles=True) as site:
        for extra in args.extra:
            shutil.copytree(os.path.join(ROOT, "tests/site", extra), site.folder, dirs_exist_ok=True)
        for key, value in [("url", args.url), ("baseurl", args.baseurl)]:
            if value:
                site.edit("_config.yml", lambda text: re.sub(f"^{key}: .*$", f'{key}: "{value}"', text, flags=re.M))
        site.built()
        subprocess.run([os.path.join(ROOT, "tools/search-index"), site.path("_site")], check=True)
        target = args.folder + args.baseurl
        os.makedirs(target, exist_ok=True)
        shutil.copytree(site.path("_site"), target, dirs_exist_ok=True)


sys.exit(main())
