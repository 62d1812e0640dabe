package record

import (
	"encoding/json"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A way is moved so that it begins where the equator meets Greenwich: its
// shape, length and times stay, and where it was is lost.

// fullCircle is what a longitude may have gained or lost on the way.
const fullCircle = vital.Degrees(360e6)

func latitudes(s *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	return moved(s, dst, value, func(d vital.Degrees) vital.Degrees { return d })
}

func longitudes(s *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	return moved(s, dst, value, func(d vital.Degrees) vital.Degrees {
		switch { // it crossed the antimeridian
		case d > fullCircle/2:
			return d - fullCircle
		case d < -fullCircle/2:
			return d + fullCircle
		}
		return d
	})
}

// moved appends a column of degrees less the first of them. What is no degrees
// becomes null, and a single position zero.
func moved(s *scrubber, dst []byte, value json.RawMessage, wrap func(vital.Degrees) vital.Degrees) ([]byte, error) {
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

// movedLine appends a polyline that begins at 0, 0, or null for what is none.
func movedLine(_ *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
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

// atOrigin moves a polyline in Google's encoding: numbers of five bits to a
// character, the last of each without the sixth bit. The first two say where
// the way begins and the rest are differences, so it is enough to make these
// two zero. It is false for what is not a polyline.
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
