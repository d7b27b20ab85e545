"""Why a lot came out as it did, and how two decisions differ, in the reader's words."""
