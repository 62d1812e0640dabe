package management

import (
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TokenLife is how long an access token opens the team API, in wall time:
// clients read its expiry by their own clock.
const TokenLife = 10 * time.Minute

// Tokens are access tokens for the team API: JWTs that name their team.
type Tokens struct {
	Key  []byte // signs them
	Wall clock.Wall
}

// issuer is who makes the tokens.
const issuer = "vitalsim"

// Mint makes a token for a team.
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

// Team is the team of a token that holds now.
func (t Tokens) Team(token string) (vital.ID, error) {
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(token, &claims, func(*jwt.Token) (any, error) { return t.Key, nil },
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithIssuer(issuer), jwt.WithExpirationRequired(), jwt.WithTimeFunc(t.Wall.Now))
	if err != nil {
		return vital.ID{}, fmt.Errorf("read access token: %w", err)
	}
	return uuid.Parse(claims.Subject)
}
