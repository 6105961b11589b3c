package proxmox

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// largestForm is more than any form of a client has.
const largestForm = 4 << 20

// request is a call with a known path, from a caller who has been authenticated.
type request struct {
	*http.Request
	server *Server
	// values are the parameters of query and body together.
	values url.Values
	caller subject
}

// value returns a parameter, or an empty text.
func (r *request) value(name string) string { return r.values.Get(name) }

func (r *request) has(name string) bool { return r.values.Has(name) }

// flag reads a boolean parameter.
func (r *request) flag(name string) (bool, error) {
	if !r.has(name) {
		return false, nil
	}

	return parseBoolean(name, r.value(name))
}

func parseBoolean(name, text string) (bool, error) {
	switch strings.ToLower(text) {
	case "1", "on", "yes", "true":
		return true, nil
	case "0", "off", "no", "false":
		return false, nil
	default:
		return false, refuseParameter(name, "type check ('boolean') failed - got '%s'", text)
	}
}

// number reads a parameter that is a whole number.
func (r *request) number(name string) (int, error) {
	number, err := strconv.Atoi(r.value(name))
	if err != nil {
		return 0, refuseParameter(name, "type check ('integer') failed - got '%s'", r.value(name))
	}

	return number, nil
}

// onlyParameters refuses parameters that the call does not know, and the lack of those that it needs, marked with !.
func (r *request) onlyParameters(known ...string) error {
	accepted := map[string]bool{}

	for _, name := range known {
		bare := strings.TrimPrefix(name, "!")
		accepted[bare] = true

		if bare != name && !r.has(bare) {
			return refuseParameter(bare, "property is missing and it is not optional")
		}
	}

	for name := range r.values {
		if !accepted[name] {
			return refuseUnknownParameter(name)
		}
	}

	return nil
}

// fault is the injected fault for the task that the call starts, or nil.
func (r *request) fault() *calls.Rule {
	if rule := calls.FaultOf(r.Context()); rule != nil && rule.Action == calls.ActionTask {
		return rule
	}

	return nil
}

// readForm returns the parameters of query and body.
func readForm(incoming *http.Request) (url.Values, error) {
	values, err := url.ParseQuery(incoming.URL.RawQuery)
	if err != nil {
		return nil, refuseWith(http.StatusBadRequest, "the query cannot be read: %v", err)
	}

	body, err := readBody(incoming)
	if err != nil || len(body) == 0 {
		return values, err
	}

	kind, _, _ := mime.ParseMediaType(incoming.Header.Get("Content-Type"))
	if kind != "application/x-www-form-urlencoded" {
		return nil, refuseWith(http.StatusBadRequest, "content type '%s' is not understood; send a form", kind)
	}

	sent, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, refuseWith(http.StatusBadRequest, "the form cannot be read: %v", err)
	}

	for name, list := range sent {
		values[name] = append(values[name], list...)
	}

	return values, nil
}

// readBody reads the body and leaves it readable. A multipart body is left alone: it can be large.
func readBody(incoming *http.Request) ([]byte, error) {
	if incoming.Body == nil || isMultipart(incoming) {
		return nil, nil
	}

	body, err := io.ReadAll(io.LimitReader(incoming.Body, largestForm+1))
	if err != nil {
		return nil, refuseWith(http.StatusBadRequest, "the body cannot be read: %v", err)
	}

	if len(body) > largestForm {
		return nil, refuseWith(http.StatusRequestEntityTooLarge, "the form is larger than %d bytes", largestForm)
	}

	incoming.Body = io.NopCloser(bytes.NewReader(body))

	return body, nil
}

func isMultipart(incoming *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(incoming.Header.Get("Content-Type"))

	return kind == "multipart/form-data"
}

// secretParameters never get into the journal.
var secretParameters = map[string]bool{"password": true, "cipassword": true, "sshkeys": true, "keys": true, "otp": true}

// describe adds the parameters of a call to the journal.
func describe(incoming *http.Request, call *calls.Call) {
	values, err := readForm(incoming)
	if err != nil {
		return // the call is refused for it
	}

	for name, list := range values {
		if call.Arguments == nil {
			call.Arguments = map[string]string{}
		}

		call.Arguments[name] = strings.Join(list, " ")

		if secretParameters[name] {
			call.Arguments[name] = "(secret)"
		}
	}
}
