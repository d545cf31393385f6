"""Citizens, representatives and consents; employees, units and roles; who may see and do what."""
