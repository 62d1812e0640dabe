package rest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Phrase is how an API says one kind of problem: a message and its type.
type Phrase struct {
	Msg, Type string
	At        []any // appended to the problem's place; nil for nothing
}

// Problem returns the problem at a place.
func (p Phrase) Problem(loc ...any) vital.Problem {
	return vital.Problem{Loc: slices.Concat(loc, p.At), Msg: p.Msg, Type: p.Type}
}

// Refuse returns the 422 for the problem at a place.
func (p Phrase) Refuse(loc ...any) *vital.Error { return apierror.InvalidAll(p.Problem(loc...)) }

// AtLeast is the phrase for a number below a limit.
func AtLeast(n int) Phrase {
	return Phrase{Msg: "Input should be greater than or equal to " + strconv.Itoa(n), Type: "greater_than_equal"}
}

// AtMost is the phrase for a number above a limit.
func AtMost(n int) Phrase {
	return Phrase{Msg: "Input should be less than or equal to " + strconv.Itoa(n), Type: "less_than_equal"}
}

// OneOf is the phrase for a value that is none of the words of an enumeration.
func OneOf(words []string) Phrase {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = "'" + word + "'"
	}
	last := len(quoted) - 1
	list := quoted[last]
	if last > 0 {
		list = strings.Join(quoted[:last], ", ") + " or " + list
	}
	return Phrase{Msg: "Input should be " + list, Type: "enum"}
}

// Invalid is the phrase for a value whose type is right and whose value is not.
func Invalid(reason string) Phrase {
	return Phrase{Msg: "Value error, " + reason, Type: "value_error"}
}

// A Wording is how Vital's APIs say what is wrong with a request (vital.md 1.3, 2.8).
type Wording struct {
	Empty, NotJSON, NotObject        Phrase
	Missing, Null, NotText, TooShort Phrase
	NotBool, NotInt, Fraction        Phrase
	NotList, NotMap, NotZone         Phrase
	NotIntText, NotNumberText        Phrase // of a query
}

// Pydantic is the wording of Pydantic 2, with which both APIs are built.
var Pydantic = &Wording{
	Empty:     Phrase{Msg: "Field required", Type: "missing"},
	NotJSON:   Phrase{Msg: "JSON decode error", Type: "json_invalid", At: []any{0}},
	NotObject: Phrase{Msg: "Input should be a valid dictionary or object to extract fields from", Type: "model_attributes_type"},
	Missing:   Phrase{Msg: "Field required", Type: "missing"},
	Null:      Phrase{Msg: "Input should not be null", Type: "none_forbidden"},
	NotText:   Phrase{Msg: "Input should be a valid string", Type: "string_type"},
	TooShort:  Phrase{Msg: "String should have at least 1 character", Type: "string_too_short"},
	NotBool:   Phrase{Msg: "Input should be a valid boolean", Type: "bool_type"},
	NotInt:    Phrase{Msg: "Input should be a valid integer", Type: "int_type"},
	Fraction:  Phrase{Msg: "Input should be a valid integer", Type: "int_from_float"},
	NotList:   Phrase{Msg: "Input should be a valid list", Type: "list_type"},
	NotMap:    Phrase{Msg: "Input should be a valid dictionary", Type: "dict_type"},
	NotZone:   Phrase{Msg: "Value error, value is not a valid IANA time zone", Type: "value_error"},

	NotIntText:    Phrase{Msg: "Input should be a valid integer, unable to parse string as an integer", Type: "int_parsing"},
	NotNumberText: Phrase{Msg: "Input should be a valid number, unable to parse string as a number", Type: "float_parsing"},
}
