package view

// polyline returns a track in Google's polyline encoding, in which maps of workouts
// are sent: differences of hundred-thousandths of a degree, five bits to a
// character. It uses every n-th point.
func polyline(latE6, lngE6 []int32, n int) string {
	var out []byte
	lat, lng := int32(0), int32(0)
	for i := 0; i < len(latE6); i += n {
		nextLat, nextLng := latE6[i]/10, lngE6[i]/10
		out = appendPolyline(out, nextLat-lat)
		out = appendPolyline(out, nextLng-lng)
		lat, lng = nextLat, nextLng
	}
	return string(out)
}

func appendPolyline(out []byte, v int32) []byte {
	bits := uint32(v) << 1
	if v < 0 {
		bits = ^bits
	}
	for bits >= 0x20 {
		out = append(out, byte(bits&0x1f|0x20)+63)
		bits >>= 5
	}
	return append(out, byte(bits)+63)
}
