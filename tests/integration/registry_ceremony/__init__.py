"""Key ceremonies by their files, from the registry's folder to a lane's."""
