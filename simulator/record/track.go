package record

import (
	"encoding/json"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A track is moved so that it begins at 0, 0: its shape, length and times stay,
// and its place is lost.

// fullCircle is what a longitude gains or loses when a track crosses the
// antimeridian.
const fullCircle = vital.Degrees(360e6)

func latitudes(s *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	return fromOrigin(s, dst, value, func(d vital.Degrees) vital.Degrees { return d })
}

func longitudes(s *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	return fromOrigin(s, dst, value, func(d vital.Degrees) vital.Degrees {
		switch {
		case d > fullCircle/2:
			return d - fullCircle
		case d < -fullCircle/2:
			return d + fullCircle
		}
		return d
	})
}

// fromOrigin appends a column of degrees minus the first of them. A value
// that is not a number of degrees becomes null, and a single position becomes
// zero.
func fromOrigin(s *scrubber, dst []byte, value json.RawMessage, wrap func(vital.Degrees) vital.Degrees) ([]byte, error) {
	var origin vital.Degrees
	begun := false
	move := func(dst []byte, item json.RawMessage) ([]byte, error) {
		var d vital.Degrees
		if isNull(item) || json.Unmarshal(item, &d) != nil {
			return append(dst, "null"...), nil
		}
		if !begun {
			origin, begun = d, true
		}
		return wrap(d - origin).AppendJSON(dst), nil
	}
	if value[0] == '[' {
		return s.array(dst, value, move)
	}
	return move(dst, value)
}

// lineFromOrigin appends a polyline moved to begin at 0, 0, or null if the
// value is not a polyline.
func lineFromOrigin(_ *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	var line string
	if json.Unmarshal(value, &line) != nil {
		return append(dst, "null"...), nil
	}
	line, ok := atOrigin(line)
	if !ok {
		return append(dst, "null"...), nil
	}
	return appendText(dst, line), nil
}

// atOrigin moves a polyline in Google's encoding. A number in it is written
// as groups of five bits, one to a character; all but the last have the sixth
// bit set. The first two numbers are the start of the line and the rest are
// differences, so it is enough to make those two zero. It reports false if
// line is not a polyline.
func atOrigin(line string) (string, bool) {
	const first, last, more = 63, 126, 0x20
	numbers, rest := 0, line
	ended := true
	for i := range len(line) {
		if line[i] < first || line[i] > last {
			return "", false
		}
		ended = (line[i]-first)&more == 0
		if !ended {
			continue
		}
		if numbers++; numbers == 2 {
			rest = "??" + line[i+1:]
		}
	}
	return rest, ended && numbers%2 == 0
}
