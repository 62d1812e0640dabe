package body

import (
	"fmt"
	"strings"
)

// Identity has the personal data with which a persona signs up. None of it belongs to
// a real person: the e-mail is at example.com (RFC 2606) and the phone number is from a
// range reserved for fiction (NANP 555-0100 to 0199, Ofcom 020 7946 0xxx, ACMA
// 02 5550 xxxx).
type Identity struct {
	FirstName, LastName string
	Email               string
	Phone               string // E.164: +, country code and number
}

// Identity returns the persona's identity, which is the same in all phases.
func (p *Persona) Identity() Identity {
	if len(p.life) > 0 {
		p = p.life[0].Persona // people keep their number when they move
	}
	f, r := p.streams.identity.Faker(), p.streams.identity.Child("numbers").Stream()
	id := Identity{FirstName: f.FirstName(), LastName: f.LastName()}
	id.Email = fmt.Sprintf("%s.%s%d@example.com", mailbox(id.FirstName), mailbox(id.LastName), 10+r.Int(9990))
	switch {
	case p.Zone == "Europe/London":
		id.Phone = fmt.Sprintf("+442079460%03d", r.Int(1000))
	case strings.HasPrefix(p.Zone, "Australia/"):
		id.Phone = fmt.Sprintf("+6125550%04d", r.Int(10000))
	default:
		areas := [...]string{"206", "212", "303", "312", "415", "512", "617", "702"}
		id.Phone = fmt.Sprintf("+1%s55501%02d", areas[r.Int(len(areas))], r.Int(100))
	}
	return id
}

// mailbox reduces a name to lower-case letters, which need no quotes in an address.
func mailbox(name string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' {
			return c
		}
		return -1
	}, strings.ToLower(name))
}
