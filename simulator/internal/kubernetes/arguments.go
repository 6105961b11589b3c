package kubernetes

import (
	"fmt"
	"slices"
	"strings"
)

// arguments are those of a program, by name without dashes.
type arguments map[string][]string

// policy says what becomes of an argument of ours that a machine configuration gives too.
type policy int

const (
	overwrite policy = iota
	// add joins both lists.
	add
	// denied is what Talos refuses.
	denied
	// unmodelled is what Talos takes and the simulator needs for itself.
	unmodelled
)

// merge adds extra arguments as Talos does.
func (a arguments) merge(where string, extra map[string][]string, policies map[string]policy) error {
	for _, name := range sortedKeys(extra) {
		values := extra[name]

		switch policies[name] {
		case denied:
			return fmt.Errorf("%s: extra arg %q is not allowed", where, name)
		case unmodelled:
			return fmt.Errorf("%s: %q is not modelled by the simulator, which sets it itself; leave it out", where, name)
		case add:
			a[name] = []string{strings.Join(union(a[name], values), ",")}
		case overwrite:
			for _, value := range values {
				if strings.HasPrefix(value, "/") {
					return fmt.Errorf("%s: %q names the file %s, and files of machines are not modelled by the simulator", where, name, value)
				}
			}

			a[name] = slices.Clone(values)
		}
	}

	return nil
}

// union splits lists at their commas, and keeps the first of what is there more than once.
func union(lists ...[]string) []string {
	var all []string

	for _, list := range lists {
		for _, value := range strings.Split(strings.Join(list, ","), ",") {
			if value = strings.TrimSpace(value); value != "" && !slices.Contains(all, value) {
				all = append(all, value)
			}
		}
	}

	return all
}

// list is a command line, ordered by name.
func (a arguments) list() []string {
	var list []string

	for _, name := range sortedKeys(a) {
		for _, value := range a[name] {
			list = append(list, "--"+name+"="+value)
		}
	}

	return list
}
