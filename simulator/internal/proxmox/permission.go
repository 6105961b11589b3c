package proxmox

import (
	"maps"
	"slices"
	"strings"
)

// permissionRoots are the paths that a dump of permissions always looks at, beside those of grants and pools.
var permissionRoots = []string{"/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms"}

// permissions are what somebody may do on a path: privileges, each with whether it holds below the path too. Those of a
// token with rights of its own are limited by those of its user. The caller holds the lock.
func (s *Server) permissions(who subject, path string) map[string]bool {
	user := userOf(who.id)
	if !who.separate {
		return s.privilegesOf("user", user, path)
	}

	held := s.privilegesOf("token", who.id, path)
	if user == superuser {
		return held
	}

	owned := s.privilegesOf("user", user, path)

	for privilege, propagates := range held {
		if owns, known := owned[privilege]; known {
			held[privilege] = propagates && owns
		} else {
			delete(held, privilege)
		}
	}

	return held
}

func (s *Server) privilegesOf(kind, id, path string) map[string]bool {
	privileges := map[string]bool{}

	if kind == "user" && id == superuser {
		for _, privilege := range s.config.privileges() {
			privileges[privilege] = true
		}

		return privileges
	}

	for role, propagates := range s.rolesWithPool(kind, id, path) {
		for _, privilege := range s.roles[role] {
			privileges[privilege] = privileges[privilege] || propagates
		}
	}

	return privileges
}

// rolesWithPool adds what a guest or a storage has by its pool: never more than NoAccess lets through, and never for what
// lies below.
func (s *Server) rolesWithPool(kind, id, path string) map[string]bool {
	roles := s.rolesOn(kind, id, path)
	pool := s.poolOf(path)

	if _, denied := roles[noAccess]; denied || pool == "" {
		return roles
	}

	added := s.rolesOn(kind, id, "/pool/"+pool)
	if _, denied := added[noAccess]; denied {
		return map[string]bool{noAccess: false}
	}

	for role := range added {
		if _, known := roles[role]; !known {
			roles[role] = false
		}
	}

	return roles
}

// noAccess is the role that takes away every other one.
const noAccess = "NoAccess"

// rolesOn looks from the root down: roles on a deeper path replace those above, and those of a user those of its groups.
func (s *Server) rolesOn(kind, id, path string) map[string]bool {
	roles := map[string]bool{}

	for _, level := range levels(path) {
		here := s.rolesAt(level, level == path, func(given grant) bool { return given.kind == kind && given.id == id })
		if len(here) == 0 && kind == "user" {
			here = s.rolesAt(level, level == path, func(given grant) bool {
				return given.kind == "group" && slices.Contains(s.groupsOf(id), given.id)
			})
		}

		if len(here) > 0 {
			roles = here
		}
	}

	if propagates, denied := roles[noAccess]; denied {
		return map[string]bool{noAccess: propagates}
	}

	return roles
}

func (s *Server) rolesAt(path string, final bool, to func(grant) bool) map[string]bool {
	roles := map[string]bool{}

	for _, given := range s.grants {
		if given.path == path && to(given) && (given.propagate || final) {
			roles[given.role] = roles[given.role] || given.propagate
		}
	}

	return roles
}

// getPermissions tells what somebody may do, on one path or on all that grants and pools name.
func getPermissions(r *request) (any, error) {
	who := r.caller

	if asked := r.value("userid"); asked != "" && asked != who.id {
		if userOf(asked) != who.id {
			if err := r.need("/access", "Sys.Audit"); err != nil {
				return nil, err
			}
		}

		who = r.server.subjectOf(asked)
	}

	if path := r.value("path"); path != "" {
		return map[string]any{path: asNumbers(r.server.permissions(who, path))}, nil
	}

	all := map[string]any{}

	for _, path := range r.server.permissionPaths() {
		// paths without any permission are left out
		if held := r.server.permissions(who, path); len(held) > 0 {
			all[path] = asNumbers(held)
		}
	}

	return all, nil
}

func (s *Server) subjectOf(id string) subject {
	owner, name, isToken := strings.Cut(id, "!")
	if account := s.users[owner]; isToken && account != nil {
		return subject{id: id, separate: account.tokens[name].separate}
	}

	return subject{id: id}
}

func (s *Server) permissionPaths() []string {
	paths := slices.Clone(permissionRoots)

	for _, given := range s.grants {
		paths = append(paths, given.path)
	}

	for _, found := range s.guests {
		if found.pool != "" {
			paths = append(paths, found.path())
		}
	}

	for _, one := range s.pools {
		for _, storage := range one.storages {
			paths = append(paths, "/storage/"+storage)
		}
	}

	slices.Sort(paths)

	return slices.Compact(paths)
}

func asNumbers(flags map[string]bool) map[string]int {
	numbers := map[string]int{}
	for name := range maps.Keys(flags) {
		numbers[name] = asNumber(flags[name])
	}

	return numbers
}
