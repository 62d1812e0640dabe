package codec

// AppendClock appends hh:mm:ss of a second of the day.
func AppendClock(b []byte, s int) []byte {
	h, m := s/3600, s/60%60
	s %= 60
	return append(b, byte('0'+h/10), byte('0'+h%10), ':', byte('0'+m/10), byte('0'+m%10), ':', byte('0'+s/10), byte('0'+s%10))
}

// AppendMicro appends a fraction of a second: a point and six digits.
func AppendMicro(b []byte, n int) []byte {
	b = append(b, '.')
	for unit := 100_000; unit > 0; unit /= 10 {
		b = append(b, byte('0'+n/unit%10))
	}
	return b
}
