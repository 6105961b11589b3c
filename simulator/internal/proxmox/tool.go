package proxmox

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// tool is a command of a host that is a call of the API.
type tool struct {
	// words are how the command begins.
	words string
	// pattern is the call, as in routes.
	pattern string
	// positional are the parameters that stand without a name.
	positional []string
	// fixed are parameters that the command itself gives.
	fixed map[string]string
}

var tools = []tool{
	{words: "pveum role add", pattern: "POST /access/roles", positional: []string{"roleid"}},
	{words: "pveum role modify", pattern: "PUT /access/roles/{role}", positional: []string{"role"}},
	{words: "pveum role delete", pattern: "DELETE /access/roles/{role}", positional: []string{"role"}},
	{words: "pveum user add", pattern: "POST /access/users", positional: []string{"userid"}},
	{words: "pveum user modify", pattern: "PUT /access/users/{user}", positional: []string{"user"}},
	{words: "pveum user delete", pattern: "DELETE /access/users/{user}", positional: []string{"user"}},
	{words: "pveum user token add", pattern: "POST /access/users/{user}/token/{token}", positional: []string{"user", "token"}},
	{words: "pveum user token modify", pattern: "PUT /access/users/{user}/token/{token}", positional: []string{"user", "token"}},
	{words: "pveum acl modify", pattern: "PUT /access/acl", positional: []string{"path"}, fixed: map[string]string{"delete": "0"}},
	{words: "pveum acl delete", pattern: "PUT /access/acl", positional: []string{"path"}, fixed: map[string]string{"delete": "1"}},
	{words: "pvesm set", pattern: "PUT /storage/{storage}", positional: []string{"storage"}},
}

// switches are the parameters that may stand without a value.
var switches = []string{"append", "propagate", "enable", "disable", "privsep"}

// Run runs a command as root on a host, as a shell there would; the text is its output.
func (s *Server) Run(host, line string) (string, error) {
	words, err := splitWords(line)
	if err != nil {
		return "", err
	}

	if !slices.ContainsFunc(s.config.Hosts, func(one Host) bool { return one.Name == host }) {
		return "", fmt.Errorf("no host is called %q", host)
	}

	if isSetClock(words) {
		return s.correctClock(host), nil
	}

	for _, one := range tools {
		if rest, found := cutWords(words, strings.Fields(one.words)); found {
			return s.call(one, rest)
		}
	}

	return "", fmt.Errorf("command not found: the simulated host knows %s", knownTools())
}

func knownTools() string {
	all := []string{setClock}
	for _, one := range tools {
		all = append(all, one.words)
	}

	return strings.Join(all, ", ")
}

func cutWords(words, prefix []string) ([]string, bool) {
	if len(words) < len(prefix) || !slices.Equal(words[:len(prefix)], prefix) {
		return nil, false
	}

	return words[len(prefix):], true
}

// call makes the call of the API that a command stands for.
func (s *Server) call(one tool, words []string) (string, error) {
	values, err := one.parameters(words)
	if err != nil {
		return "", err
	}

	for _, known := range routes() {
		if known.pattern == one.pattern {
			answer, err := s.asRoot(known, values)
			if err != nil {
				return "", err
			}

			return shownAnswer(answer)
		}
	}

	return "", fmt.Errorf("%s has no call %s", one.words, one.pattern)
}

// parameters reads the words after a command: --name value, --name=value, -name value, and those without a name.
func (t tool) parameters(words []string) (url.Values, error) {
	values := url.Values{}
	for name, value := range t.fixed {
		values.Set(name, value)
	}

	positional := t.positional

	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		name, isOption := strings.CutPrefix(word, "-")

		if !isOption {
			if len(positional) == 0 {
				return nil, fmt.Errorf("400 too many arguments: %s", word)
			}

			values.Set(positional[0], word)
			positional = positional[1:]

			continue
		}

		name, value, given := strings.Cut(strings.TrimPrefix(name, "-"), "=")

		switch {
		case given:
		case len(words) > 0 && !strings.HasPrefix(words[0], "-"):
			value, words = words[0], words[1:]
		case slices.Contains(switches, name):
			value = "1"
		default:
			return nil, fmt.Errorf("Option %s requires an argument", name)
		}

		values.Add(name, value)
	}

	if len(positional) > 0 {
		return nil, fmt.Errorf("400 not enough arguments")
	}

	return values, nil
}

// asRoot makes a call of the API as root.
func (s *Server) asRoot(known route, values url.Values) (any, error) {
	method, path, _ := strings.Cut(known.pattern, " ")

	asked, err := http.NewRequestWithContext(context.Background(), method, "/", nil)
	if err != nil {
		return nil, err
	}

	for _, part := range strings.Split(path, "/") {
		if name, isValue := strings.CutPrefix(part, "{"); isValue {
			name = strings.TrimSuffix(name, "}")
			asked.SetPathValue(name, values.Get(name))
			values.Del(name)
		}
	}

	called := &request{Request: asked, server: s, values: values, caller: subject{id: superuser}}
	if err := called.onlyParameters(strings.Fields(known.parameters)...); err != nil {
		return nil, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()

	return known.perform(called)
}

func shownAnswer(answer any) (string, error) {
	if answer == nil {
		return "", nil
	}

	text, err := json.Marshal(answer)

	return string(text) + "\n", err
}

// splitWords splits a line as an interactive bash does, which takes `!` outside of single quotes for the history. What a
// shell does beside, such as variables, pipes and further commands, is refused.
func splitWords(line string) ([]string, error) {
	var words []string

	word, quote, inWord := "", rune(0), false

	for _, char := range line {
		switch {
		case quote != 0 && char == quote:
			quote = 0
		case quote == '\'':
			word += string(char)
		case char == '!':
			return nil, fmt.Errorf("bash: !: event not found; a word with ! stands in single quotes")
		case strings.ContainsRune("$`\\", char), quote == 0 && strings.ContainsRune("|&;<>(){}*?#~\n", char):
			return nil, fmt.Errorf("%q is more than one simple command, which is not simulated", char)
		case quote != 0:
			word += string(char)
		case char == '\'' || char == '"':
			quote, inWord = char, true
		case char == ' ' || char == '\t':
			if inWord {
				words = append(words, word)
			}

			word, inWord = "", false
		default:
			word, inWord = word+string(char), true
		}
	}

	if quote != 0 {
		return nil, fmt.Errorf("a quote is not closed")
	}

	if inWord {
		words = append(words, word)
	}

	return words, nil
}
