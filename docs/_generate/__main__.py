"""Write the generated pages."""

from . import write

write()
