package management

import (
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TokenLife is the validity of an access token in wall time, because clients
// compare its expiry with their own clock.
const TokenLife = 10 * time.Minute

// Tokens are access tokens for the team API: JWTs that name their team.
type Tokens struct {
	Key  []byte // signs them
	Wall clock.Wall
}

// issuer is the issuer in the tokens.
const issuer = "vitalsim"

// Mint returns a token for a team.
func (t Tokens) Mint(team vital.ID) string {
	now := t.Wall.Now()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{
		Issuer: issuer, Subject: team.String(), IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(TokenLife)),
	}).SignedString(t.Key)
	if err != nil {
		panic(err) // a key of bytes signs anything
	}
	return token
}

// Team returns the team of a valid token.
func (t Tokens) Team(token string) (vital.ID, error) {
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(token, &claims, func(*jwt.Token) (any, error) { return t.Key, nil },
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithIssuer(issuer), jwt.WithExpirationRequired(), jwt.WithTimeFunc(t.Wall.Now))
	if err != nil {
		return vital.ID{}, fmt.Errorf("read access token: %w", err)
	}
	return uuid.Parse(claims.Subject)
}
