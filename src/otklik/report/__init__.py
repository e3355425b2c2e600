"""What people look at: ``html``, ``workbook``, ``tables`` (JSON), ``text`` (terminal) and ``notebook``."""
