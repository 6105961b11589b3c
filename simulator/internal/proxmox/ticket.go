package proxmox

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	ticketCookie = "PVEAuthCookie"
	tokenHeader  = "CSRFPreventionToken"
	// ticketLife is how long somebody stays signed in.
	ticketLife = 2 * time.Hour
	// partial marks a ticket that is good for nothing but to send a second factor.
	partial = "PVE:!tfa!"
)

// session is somebody who has signed in with a password.
type session struct {
	user string
	csrf string
	ends time.Time
}

// signIn gives a ticket for a name and a password. Who fails is told nothing of the reason, so that nobody learns names.
func signIn(r *request) (any, error) {
	id := r.value("username")
	if realm := r.value("realm"); realm != "" && !strings.Contains(id, "@") {
		id += "@" + realm
	}

	account := r.server.users[id]
	if account == nil || !account.enabled || hasExpired(account.expire) || !isSecret(account.password, r.value("password")) {
		return nil, refuseWith(http.StatusUnauthorized, "authentication failure")
	}

	issued := fmt.Sprintf("%08X", time.Now().Unix())
	csrf := issued + ":" + randomText()
	answer := map[string]any{"username": id, "CSRFPreventionToken": csrf}

	if account.hasSecondFactor {
		answer["ticket"], answer["NeedTFA"] = partial+url.QueryEscape(`{"totp":true}`)+":"+issued+"::"+randomText(), 1

		return answer, nil
	}

	ticket := "PVE:" + id + ":" + issued + "::" + randomText()
	r.server.sessions[ticket] = session{user: id, csrf: csrf, ends: time.Now().Add(ticketLife)}
	answer["ticket"], answer["cap"] = ticket, map[string]any{}

	return answer, nil
}

// byTicket finds out who calls with a ticket. What changes something needs the token beside it, which a page of somebody
// else cannot send. The caller holds the lock.
func (s *Server) byTicket(incoming *http.Request) (subject, error) {
	cookie, err := incoming.Cookie(ticketCookie)
	if err != nil {
		return subject{}, refuseWith(http.StatusUnauthorized, "No ticket")
	}

	ticket := cookie.Value
	if decoded, err := url.PathUnescape(ticket); err == nil && !strings.HasPrefix(ticket, partial) {
		ticket = decoded
	}

	if strings.HasPrefix(ticket, partial) {
		return subject{}, refuseWith(http.StatusUnauthorized, "No ticket")
	}

	found, known := s.sessions[ticket]

	switch account := s.users[found.user]; {
	case !known || time.Now().After(found.ends):
		return subject{}, refuseWith(http.StatusUnauthorized, "permission denied - invalid PVE ticket")
	case account == nil || !account.enabled || hasExpired(account.expire):
		return subject{}, refuseWith(http.StatusUnauthorized, "user '%s' is disabled or has expired", found.user)
	case incoming.Method != http.MethodGet && !isSecret(found.csrf, incoming.Header.Get(tokenHeader)):
		return subject{}, refuseWith(http.StatusUnauthorized, "Permission denied - invalid csrf token")
	}

	return subject{id: found.user}, nil
}

// isSecret compares in a time that tells nothing; nobody has an empty secret.
func isSecret(secret, given string) bool {
	return secret != "" && subtle.ConstantTimeCompare([]byte(secret), []byte(given)) == 1
}

func randomText() string {
	var random [32]byte

	_, _ = rand.Read(random[:]) // it never fails

	return base64.RawStdEncoding.EncodeToString(random[:])
}
