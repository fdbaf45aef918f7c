"""The pocket: dues and camera on a phone where there is no signal."""
