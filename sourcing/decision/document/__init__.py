"""A decision as a document: written, held against its shape, and made again from its packet."""
