"""The lines by which one lot is priced on one channel, from accepted hours to the total."""
