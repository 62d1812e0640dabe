package management

import (
	"net/http"
	"strconv"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// limit reads the query parameter of that name: 1 to most, else otherwise.
func limit(r *http.Request, otherwise, most int) (int, error) {
	text := r.URL.Query().Get("limit")
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, vital.Invalid("Input should be a valid integer, unable to parse string as an integer", "int_parsing", "query", "limit")
	case n < 1:
		return 0, vital.Invalid("Input should be greater than or equal to 1", "greater_than_equal", "query", "limit")
	}
	return min(n, most), nil
}
