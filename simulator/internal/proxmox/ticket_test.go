package proxmox

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// withPasswords is an endpoint whose users sign in with passwords.
func withPasswords(t *testing.T) *endpoint {
	return newEndpoint(t, func(config *Config) {
		config.Passwords = map[string]string{"root@pam": "p&=w d", "helper@pve": "other", "two@pve": "third"}
		config.SecondFactors = []string{"two@pve"}
	})
}

// with sends a call with headers.
func (e *endpoint) with(headers map[string]string, method, path, form string) *httptest.ResponseRecorder {
	e.Helper()

	request := httptest.NewRequest(method, "https://pve.example"+apiRoot+path, strings.NewReader(form))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")

	for name, value := range headers {
		request.Header.Set(name, value)
	}

	answer := httptest.NewRecorder()
	e.handler.ServeHTTP(answer, request)

	return answer
}

// signIn returns ticket and token of somebody who has signed in.
func (e *endpoint) signIn(user, password string) (ticket, csrf string) {
	e.Helper()

	answer := e.must("POST", "/access/ticket", url.Values{"username": {user}, "password": {password}}.Encode()).(map[string]any)

	return answer["ticket"].(string), answer["CSRFPreventionToken"].(string)
}

func TestATicketIsGoodWithTheTokenBesideIt(t *testing.T) {
	e := withPasswords(t)
	ticket, csrf := e.signIn("root@pam", "p&=w d")

	cookie := map[string]string{"Cookie": ticketCookie + "=" + ticket}
	if answer := e.with(cookie, "GET", "/access/users", ""); answer.Code != http.StatusOK {
		t.Fatalf("looking is answered %d %s", answer.Code, answer.Body)
	}

	for token, want := range map[string]int{"": 401, "x": 401, csrf: 200} {
		headers := map[string]string{"Cookie": cookie["Cookie"], tokenHeader: token}
		if answer := e.with(headers, "POST", "/pools", "poolid=signed-in"); answer.Code != want {
			t.Errorf("with the token %q a change is answered %d %s", token, answer.Code, answer.Body)
		}
	}

	escaped := map[string]string{"Cookie": ticketCookie + "=" + url.QueryEscape(ticket)}
	if answer := e.with(escaped, "GET", "/version", ""); answer.Code != http.StatusOK {
		t.Errorf("a ticket as browsers send it is answered %d %s", answer.Code, answer.Body)
	}
}

func TestSomebodyMayDoWhatHisRightsAre(t *testing.T) {
	e := withPasswords(t)
	ticket, csrf := e.signIn("helper@pve", "other")

	headers := map[string]string{"Cookie": ticketCookie + "=" + ticket, tokenHeader: csrf}
	if answer := e.with(headers, "POST", "/pools", "poolid=a"); answer.Code != http.StatusForbidden {
		t.Errorf("answered %d %s", answer.Code, answer.Body)
	}
}

func TestSigningInIsRefused(t *testing.T) {
	e := withPasswords(t)

	for name, form := range map[string]string{
		"a wrong password":         "username=root@pam&password=wrong",
		"no password":              "username=root@pam&password=",
		"an unknown user":          "username=nobody@pam&password=p",
		"another realm":            "username=root&realm=pve&password=p%26%3Dw+d",
		"a user without password":  "username=tf@pve&password=",
		"a name without its realm": "username=root&password=p%26%3Dw+d",
	} {
		if status, message := e.refused("POST", "/access/ticket", form); status != http.StatusUnauthorized || strings.TrimSpace(message) != "authentication failure" {
			t.Errorf("%s: %d %q", name, status, message)
		}
	}

	if status, _ := e.refused("POST", "/access/ticket", "username=root@pam"); status != http.StatusBadRequest {
		t.Errorf("without a password: %d", status)
	}

	e.must("POST", "/access/ticket", "username=root&realm=pam&password=p%26%3Dw+d")
}

func TestASecondFactorIsAskedFor(t *testing.T) {
	e := withPasswords(t)

	answer := e.must("POST", "/access/ticket", "username=two@pve&password=third").(map[string]any)
	if answer["NeedTFA"] != 1.0 || !strings.HasPrefix(answer["ticket"].(string), partial) || answer["CSRFPreventionToken"] == "" {
		t.Fatalf("got %v", answer)
	}

	cookie := map[string]string{"Cookie": ticketCookie + "=" + answer["ticket"].(string)}
	if refused := e.with(cookie, "GET", "/version", ""); refused.Code != http.StatusUnauthorized {
		t.Errorf("the half of a ticket is answered %d", refused.Code)
	}
}

func TestTicketsEnd(t *testing.T) {
	e := withPasswords(t)
	ticket, _ := e.signIn("helper@pve", "other")
	cookie := map[string]string{"Cookie": ticketCookie + "=" + ticket}

	e.server.users["helper@pve"].enabled = false
	if answer := e.with(cookie, "GET", "/version", ""); answer.Code != http.StatusUnauthorized {
		t.Errorf("a disabled user is answered %d", answer.Code)
	}

	e.server.users["helper@pve"].enabled = true
	ended := e.server.sessions[ticket]
	ended.ends = ended.ends.Add(-2 * ticketLife)
	e.server.sessions[ticket] = ended

	for _, cookie := range []string{ticket, "PVE:root@pam:0::x"} {
		answer := e.with(map[string]string{"Cookie": ticketCookie + "=" + cookie}, "GET", "/version", "")
		if answer.Code != http.StatusUnauthorized || !strings.Contains(answer.Body.String(), "invalid PVE ticket") {
			t.Errorf("%q is answered %d", cookie, answer.Code)
		}
	}
}

func TestPasswordsAreKept(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/access/users", "userid=new@pve&password=first-one")
	e.signIn("new@pve", "first-one")
	e.must("PUT", "/access/password", "userid=new@pve&password=second-one")

	if status, _ := e.refused("POST", "/access/ticket", "username=new@pve&password=first-one"); status != http.StatusUnauthorized {
		t.Errorf("the old password is answered %d", status)
	}
}

func TestPrivilegesOfProxmox8(t *testing.T) {
	e := newEndpoint(t, func(config *Config) { config.Version = "8.4.1" })

	if _, message := e.refused("POST", "/access/roles", "roleid=Agent&privs=VM.GuestAgent.Audit"); !strings.Contains(message, "VM.GuestAgent.Audit") {
		t.Errorf("got %q", message)
	}

	e.must("POST", "/access/roles", "roleid=Agent&privs=VM.Monitor")

	if own := e.permissionsOf("/access"); own["VM.Monitor"] == nil || own["VM.GuestAgent.Audit"] != nil {
		t.Errorf("of root's token: %v", own)
	}

	later := newEndpoint(t)
	if _, message := later.refused("POST", "/access/roles", "roleid=Agent&privs=VM.Monitor"); !strings.Contains(message, "VM.Monitor") {
		t.Errorf("got %q", message)
	}
}
