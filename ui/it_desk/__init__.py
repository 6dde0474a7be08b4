"""The IT desk: data, sticks, this device, its camera and scanner, the computer, drills."""
