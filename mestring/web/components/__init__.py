"""Parts of pages, each written once, shown in the gallery and tested there first."""
