package rest

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Phrase is how an API says one kind of problem: a message and its type.
type Phrase struct {
	Msg, Type string
	At        []any // appended to the problem's place; nil for nothing
}

func (p Phrase) problem(loc []any) vital.Problem {
	return vital.Problem{Loc: slices.Concat(loc, p.At), Msg: p.Msg, Type: p.Type}
}

// A Wording is how an API says what is wrong with a body. Vital's two APIs are
// built with different versions of Pydantic (vital.md 1.3, 2.8).
type Wording struct {
	Empty, NotJSON, NotObject         Phrase
	Missing, Null, NotText, TooShort  Phrase
	NotBool, NotInt, Fraction         Phrase
	NotList, NotMap, NotZone, NotDate Phrase
}

// PydanticV1 is the wording of the team API.
var PydanticV1 = &Wording{
	Empty:     Phrase{Msg: "value is not a valid JSON object", Type: "value_error.jsondecode"},
	NotJSON:   Phrase{Msg: "value is not a valid JSON object", Type: "value_error.jsondecode"},
	NotObject: Phrase{Msg: "value is not a valid JSON object", Type: "value_error.jsondecode"},
	Missing:   Phrase{Msg: "field required", Type: "value_error.missing"},
	Null:      Phrase{Msg: "none is not an allowed value", Type: "type_error.none.not_allowed"},
	NotText:   Phrase{Msg: "str type expected", Type: "type_error.str"},
	TooShort:  Phrase{Msg: "ensure this value has at least 1 characters", Type: "value_error.any_str.min_length"},
	NotBool:   Phrase{Msg: "value could not be parsed to a boolean", Type: "type_error.bool"},
	NotInt:    Phrase{Msg: "value is not a valid integer", Type: "type_error.integer"},
	Fraction:  Phrase{Msg: "value is not a valid integer", Type: "type_error.integer"},
	NotList:   Phrase{Msg: "value is not a valid list", Type: "type_error.list"},
	NotMap:    Phrase{Msg: "field required", Type: "value_error.missing"},
	NotZone:   Phrase{Msg: "value is not a valid IANA time zone", Type: "value_error"},
	NotDate:   Phrase{Msg: "invalid date format", Type: "value_error.date"},
}

// PydanticV2 is the wording of the management API.
var PydanticV2 = &Wording{
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
	NotDate:   Phrase{Msg: "Input should be a valid date", Type: "date_parsing"},
}
