package proxmox

import (
	"crypto/rand"
	"fmt"
	"maps"
	"regexp"
	"slices"
)

// superuser may do everything, with a password or a token.
const superuser = "root@pam"

var (
	userName  = regexp.MustCompile(`^[^\s:/@!]+@[A-Za-z][A-Za-z0-9._-]+$`)
	tokenName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]+$`)
)

// user is somebody who can be given rights; tokens belong to users.
type user struct {
	enabled bool
	expire  int
	groups  []string
	// password is empty where nobody signs in with one.
	password        string
	hasSecondFactor bool
	// texts are the other settings, by their names in the API.
	texts  map[string]string
	tokens map[string]token
}

type token struct {
	secret   string
	separate bool
	comment  string
	expire   int
}

var userTexts = []string{"comment", "email", "firstname", "lastname", "keys"}

func listUsers(r *request) (any, error) {
	list := []any{}

	for _, id := range slices.Sorted(maps.Keys(r.server.users)) {
		if id == userOf(r.caller.id) || r.may("/access/groups", "User.Modify") || r.may("/access/groups", "Sys.Audit") {
			answer := r.server.users[id].answer()
			answer["userid"] = id
			list = append(list, answer)
		}
	}

	return list, nil
}

func getUser(r *request) (any, error) {
	if r.PathValue("user") != userOf(r.caller.id) {
		if err := r.needOneOf("/access/groups", "User.Modify", "Sys.Audit"); err != nil {
			return nil, err
		}
	}

	found, err := r.findUser()
	if err != nil {
		return nil, err
	}

	return found.answer(), nil
}

func (u *user) answer() map[string]any {
	answer := map[string]any{"enable": asNumber(u.enabled), "expire": u.expire, "groups": append([]string{}, u.groups...)}

	for name, text := range u.texts {
		answer[name] = text
	}

	return answer
}

func (r *request) findUser() (*user, error) {
	found, known := r.server.users[r.PathValue("user")]
	if !known {
		return nil, refuse("user '%s' does not exist", r.PathValue("user"))
	}

	return found, nil
}

func createUser(r *request) (any, error) {
	if err := r.need("/access/groups", "User.Modify"); err != nil {
		return nil, err
	}

	id := r.value("userid")

	switch {
	case !userName.MatchString(id):
		return nil, refuseParameter("userid", "value '%s' does not look like a valid user name", id)
	case r.server.users[id] != nil:
		return nil, refuse("create user failed: user '%s' already exists", id)
	}

	created := &user{enabled: true, texts: map[string]string{}, tokens: map[string]token{}}
	if err := r.changeUser(created); err != nil {
		return nil, err
	}

	created.password = r.value("password")
	r.server.users[id] = created

	return nil, nil
}

func updateUser(r *request) (any, error) {
	if err := r.need("/access/groups", "User.Modify"); err != nil {
		return nil, err
	}

	found, err := r.findUser()
	if err != nil {
		return nil, err
	}

	return nil, r.changeUser(found)
}

// changeUser takes the settings of a user from the parameters.
func (r *request) changeUser(changed *user) error {
	if r.has("enable") {
		enabled, err := r.flag("enable")
		if err != nil {
			return err
		}

		changed.enabled = enabled
	}

	if r.has("expire") {
		expire, err := r.number("expire")
		if err != nil {
			return err
		}

		changed.expire = expire
	}

	if r.has("groups") {
		groups := splitList(r.value("groups"))

		for _, group := range groups {
			if _, known := r.server.groups[group]; !known {
				return refuse("no such group '%s'", group)
			}
		}

		added, err := r.flag("append")
		if err != nil {
			return err
		}

		if added {
			groups = append(groups, changed.groups...)
		}

		slices.Sort(groups)
		changed.groups = slices.Compact(groups)
	}

	for _, name := range userTexts {
		if r.has(name) {
			changed.texts[name] = r.value(name)
		}
	}

	return nil
}

func deleteUser(r *request) (any, error) {
	if err := r.need("/access/groups", "User.Modify"); err != nil {
		return nil, err
	}

	if _, err := r.findUser(); err != nil {
		return nil, err
	}

	id := r.PathValue("user")
	if id == superuser {
		return nil, refuse("delete user failed: cannot delete '%s'", superuser)
	}

	delete(r.server.users, id)
	r.server.revoke(func(given grant) bool { return given.kind != "group" && userOf(given.id) == id })

	return nil, nil
}

// revoke takes back grants.
func (s *Server) revoke(which func(grant) bool) { s.grants = slices.DeleteFunc(s.grants, which) }

func changePassword(r *request) (any, error) {
	if err := r.need("/access/groups", "User.Modify"); err != nil {
		return nil, err
	}

	changed := r.server.users[r.value("userid")]
	if changed == nil {
		return nil, refuse("user '%s' does not exist", r.value("userid"))
	}

	changed.password = r.value("password")

	return nil, nil
}

func (r *request) needToken() error {
	if r.PathValue("user") == userOf(r.caller.id) {
		return nil
	}

	return r.need("/access/groups", "User.Modify")
}

func (r *request) findToken() (*user, token, error) {
	if err := r.needToken(); err != nil {
		return nil, token{}, err
	}

	owner, err := r.findUser()
	if err != nil {
		return nil, token{}, err
	}

	found, known := owner.tokens[r.PathValue("token")]
	if !known {
		return nil, token{}, refuse("no such token '%s' for user '%s'", r.PathValue("token"), r.PathValue("user"))
	}

	return owner, found, nil
}

func (t token) answer() map[string]any {
	answer := map[string]any{"privsep": asNumber(t.separate), "expire": t.expire}
	if t.comment != "" {
		answer["comment"] = t.comment
	}

	return answer
}

func listTokens(r *request) (any, error) {
	if err := r.needToken(); err != nil {
		return nil, err
	}

	owner, err := r.findUser()
	if err != nil {
		return nil, err
	}

	list := []any{}

	for _, name := range slices.Sorted(maps.Keys(owner.tokens)) {
		answer := owner.tokens[name].answer()
		answer["tokenid"] = name
		list = append(list, answer)
	}

	return list, nil
}

func getToken(r *request) (any, error) {
	_, found, err := r.findToken()
	if err != nil {
		return nil, err
	}

	return found.answer(), nil
}

func createToken(r *request) (any, error) {
	if err := r.needToken(); err != nil {
		return nil, err
	}

	owner, err := r.findUser()
	if err != nil {
		return nil, err
	}

	name := r.PathValue("token")

	switch _, known := owner.tokens[name]; {
	case !tokenName.MatchString(name):
		return nil, refuseParameter("tokenid", "value does not match the regex pattern")
	case known:
		return nil, refuse("Token already exists.")
	}

	created := token{separate: true, secret: newSecret()}
	if err := r.changeToken(&created); err != nil {
		return nil, err
	}

	owner.tokens[name] = created

	return map[string]any{"full-tokenid": r.PathValue("user") + "!" + name, "value": created.secret, "info": created.answer()}, nil
}

func updateToken(r *request) (any, error) {
	owner, found, err := r.findToken()
	if err != nil {
		return nil, err
	}

	if err := r.changeToken(&found); err != nil {
		return nil, err
	}

	owner.tokens[r.PathValue("token")] = found

	return found.answer(), nil
}

func (r *request) changeToken(changed *token) error {
	if r.has("comment") {
		changed.comment = r.value("comment")
	}

	if r.has("expire") {
		expire, err := r.number("expire")
		if err != nil {
			return err
		}

		changed.expire = expire
	}

	if r.has("privsep") {
		separate, err := r.flag("privsep")
		if err != nil {
			return err
		}

		changed.separate = separate
	}

	return nil
}

func deleteToken(r *request) (any, error) {
	owner, _, err := r.findToken()
	if err != nil {
		return nil, err
	}

	delete(owner.tokens, r.PathValue("token"))

	id := r.PathValue("user") + "!" + r.PathValue("token")
	r.server.revoke(func(given grant) bool { return given.kind == "token" && given.id == id })

	return nil, nil
}

// newSecret makes a UUID that cannot be guessed.
func newSecret() string {
	var random [16]byte

	_, _ = rand.Read(random[:]) // it never fails
	random[6] = random[6]&0x0f | 0x40
	random[8] = random[8]&0x3f | 0x80

	return fmt.Sprintf("%x-%x-%x-%x-%x", random[:4], random[4:6], random[6:8], random[8:10], random[10:])
}

func asNumber(condition bool) int {
	if condition {
		return 1
	}

	return 0
}
