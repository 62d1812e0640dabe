package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// decode returns the points of a polyline in hundred-thousandths of a degree.
func decode(line string) (points [][2]int) {
	var numbers []int
	for n, shift := 0, 0; len(line) > 0; line = line[1:] {
		bits := int(line[0]) - 63
		n |= bits & 0x1f << shift
		if shift += 5; bits&0x20 != 0 {
			continue
		}
		if n >>= 1; bits >= 0 && line != "" {
			numbers = append(numbers, n)
		}
		n, shift = 0, 0
	}
	for i := 1; i < len(numbers); i += 2 {
		points = append(points, [2]int{numbers[i-1], numbers[i]})
	}
	return points
}

func TestAtOrigin(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line, want string
		ok         bool
	}{
		{"", "", true},
		{"_p~iF~ps|U", "??", true},
		{"_p~iF~ps|U_ulLnnqC_mqNvxq`@", "??_ulLnnqC_mqNvxq`@", true},
		{"??", "??", true},
		{"_p~iF", "", false},             // a latitude alone
		{"_p~iF~ps|U_ulL", "", false},    // three numbers
		{"_p~iF~ps|U_ulLnnq", "", false}, // an incomplete number
		{"_p~iF ~ps|U", "", false},       // a space
		{"_p~iF~ps|U\x7f?", "", false},   // outside the alphabet
		{"51.5074,-0.1278", "", false},   // a position in decimal
		{"_p~iF~ps|Uünnq", "", false},    // not ASCII
	} {
		got, ok := atOrigin(test.line)
		if ok != test.ok || ok && got != test.want {
			t.Errorf("atOrigin(%q) = %q, %v; want %q, %v", test.line, got, ok, test.want, test.ok)
		}
		if !ok {
			continue
		}
		before, after := decode(test.line), decode(got)
		if len(before) != len(after) || len(after) > 0 && after[0] != [2]int{} {
			t.Errorf("%q has the points %v, fromOrigin %v", test.line, before, after)
		}
		for i := 1; i < len(after); i++ {
			if after[i] != before[i] {
				t.Errorf("step %d of %q is %v, was %v", i, test.line, after[i], before[i])
			}
		}
	}
}

// FuzzScrub ensures that scrubbing any JSON gives JSON that does not contain the
// id it had.
func FuzzScrub(f *testing.F) {
	const secret = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
	for _, seed := range []string{
		`{"id":"` + secret + `","title":"x","sport":{"name":"a@b.cd"}}`,
		`{"lat":[1,null,-2.5e1,"x",1e400],"lng":[[]],"polyline":"??","summary_polyline":7}`,
		`{"provider_id":[-1.5e3],"device_id":-0.0,"value":"text","birth_date":"87","user_id":{}}`,
		`[ [ ], { } , "\ud800 ` + secret + `" , 1.0E+2 ]`, `{"birth_date":"1987-1","birth_date":1}`, `"\u0033fa85f64-5717-4562-b3fc-2c963f66afa6"`,
		`{"3FA85F6457174562B3FC2C963F66AFA6":{"device_id":"é` + secret + `ǅ٣"}}`, `null`, `{"title":true,"sport":[]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = bytes.TrimSpace(raw)
		if !json.Valid(raw) {
			t.Skip()
		}
		s, err := newScrubber(secret)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.value(nil, raw)
		if err != nil {
			t.Fatalf("scrub %s: %v", raw, err)
		}
		if !json.Valid(got) {
			t.Fatalf("%s became %s", raw, got)
		}
		var text any
		if json.Unmarshal(got, &text) != nil {
			return // numbers outside a float's range are not compared
		}
		plain, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.ToLower(string(plain)), secret) {
			t.Errorf("%s became %s", raw, got)
		}
	})
}
