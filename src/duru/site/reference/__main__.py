"""`python -m duru.site.reference`."""

import sys

from duru.site.reference import main

sys.exit(main())
