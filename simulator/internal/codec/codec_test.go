package codec_test

import (
	"strconv"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/codec"
)

type null[T any] struct {
	V     T
	Valid bool
}

type cents int

type origin struct {
	Slug string `json:"slug" wire:"default=unknown"`
}

type words []string

func (w words) AppendJSON(b []byte) []byte { return strconv.AppendInt(b, int64(len(w)), 10) }

type record struct {
	Name    string       `json:"name"`
	_       struct{}     `wire:"ok=true"`
	_       struct{}     `wire:"slug=Origin.Slug"`
	Price   null[cents]  `json:"price"`
	Wheels  null[bool]   `json:"wheels" wire:"true"`
	Origin  origin       `json:"origin"`
	Origins []origin     `json:"origins"`
	Small   []int8       `json:"small" wire:"null"`
	Words   words        `json:"words"`
	Parent  null[origin] `json:"parent"`
	Hidden  string       `json:"-"`
}

func newCodec() *codec.Codec {
	return codec.New(codec.LeafOf(func(b []byte, c cents) []byte { return strconv.AppendFloat(b, float64(c)/100, 'f', 2, 64) }))
}

func TestAppend(t *testing.T) {
	t.Parallel()
	c := newCodec()
	for _, tt := range []struct {
		name   string
		record record
		want   string
	}{
		{"empty", record{}, `{"name":"","ok":true,"slug":"unknown","price":null,"wheels":null,"origin":{"slug":"unknown"},` +
			`"origins":[],"small":null,"words":0,"parent":null}`},
		{"full", record{
			Name: "a\"b", Price: null[cents]{125, true}, Wheels: null[bool]{true, true}, Origin: origin{"x"}, Origins: []origin{{"y"}, {}},
			Small: []int8{-1, 2}, Words: words{"z"}, Parent: null[origin]{origin{"p"}, true}, Hidden: "h",
		}, `{"name":"a\"b","ok":true,"slug":"x","price":1.25,"wheels":true,"origin":{"slug":"x"},` +
			`"origins":[{"slug":"y"},{"slug":"unknown"}],"small":[-1,2],"words":1,"parent":{"slug":"p"}}`},
		{"false is null", record{Wheels: null[bool]{false, true}, Small: []int8{}}, `{"name":"","ok":true,"slug":"unknown","price":null,` +
			`"wheels":null,"origin":{"slug":"unknown"},"origins":[],"small":[],"words":0,"parent":null}`},
	} {
		if got := c.Append(nil, &tt.record); string(got) != tt.want {
			t.Errorf("%s:\n%s, want\n%s", tt.name, got, tt.want)
		}
	}
}

// A type that cannot be written is found the first time that it is used.
func TestAppendRefusesTypes(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]any{
		"a map": &struct {
			M map[string]int `json:"m"`
		}{},
		"no tagged field": &struct{ N int }{},
		"no such field": &struct {
			N int      `json:"n"`
			_ struct{} `wire:"copy=Missing"`
		}{},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is written", name)
				}
			}()
			newCodec().Append(nil, v)
		}()
	}
}
