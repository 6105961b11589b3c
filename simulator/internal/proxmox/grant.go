package proxmox

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// aclName is one part of an ACL path.
const aclName = `[A-Za-z0-9._-]+`

var (
	groupName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
	aclPath   = regexp.MustCompile(`^/(access(/groups(/` + aclName + `)?|/realm(/` + aclName + `)?)?|(nodes|storage|pool)(/` + aclName + `)?|` +
		`sdn(/zones(/` + aclName + `(/` + aclName + `(/[1-9][0-9]{0,3})?)?)?)?|vms(/[1-9][0-9]{2,})?|mapping(/` + aclName + `(/` + aclName + `)?)?)?$`)
)

func listGrants(r *request) (any, error) {
	if err := r.needOneOf("/access", "Sys.Audit", "Permissions.Modify"); err != nil {
		return nil, err
	}

	list := []any{}

	for _, given := range r.server.grants {
		list = append(list, map[string]any{
			"path": given.path, "roleid": given.role, "type": given.kind, "ugid": given.id, "propagate": asNumber(given.propagate),
		})
	}

	return list, nil
}

func changeGrants(r *request) (any, error) {
	path := r.value("path")
	if !aclPath.MatchString(path) {
		return nil, refuseParameter("path", "invalid ACL path '%s'", path)
	}

	if err := r.need(path, "Permissions.Modify"); err != nil {
		return nil, err
	}

	remove, err := r.flag("delete")
	if err != nil {
		return nil, err
	}

	propagate := true
	if r.has("propagate") {
		if propagate, err = r.flag("propagate"); err != nil {
			return nil, err
		}
	}

	named, err := r.namedGrants(path, propagate)
	if err != nil {
		return nil, err
	}

	for _, given := range named {
		r.server.revoke(given.isSame)

		if !remove {
			r.server.grants = append(r.server.grants, given)
		}
	}

	slices.SortFunc(r.server.grants, func(a, b grant) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id), cmp.Compare(a.role, b.role))
	})

	return nil, nil
}

func (g grant) isSame(other grant) bool {
	g.propagate = other.propagate

	return g == other
}

// namedGrants are those that the parameters name: each role to each user, group and token.
func (r *request) namedGrants(path string, propagate bool) ([]grant, error) {
	var named []grant

	s := r.server
	exists := map[string]func(string) bool{
		"user":  func(id string) bool { return s.users[id] != nil },
		"group": func(id string) bool { _, known := s.groups[id]; return known },
		"token": func(id string) bool {
			owner := s.users[userOf(id)]
			if owner == nil {
				return false
			}

			_, known := owner.tokens[strings.TrimPrefix(id, userOf(id)+"!")]

			return known
		},
	}

	for _, role := range splitList(r.value("roles")) {
		if _, known := s.roles[role]; !known {
			return nil, refuse("role '%s' does not exist", role)
		}

		for _, kind := range []string{"user", "group", "token"} {
			for _, id := range splitList(r.value(kind + "s")) {
				if !exists[kind](id) {
					return nil, refuse("%s '%s' does not exist", kind, id)
				}

				named = append(named, grant{path: path, role: role, kind: kind, id: id, propagate: propagate})
			}
		}
	}

	if len(named) == 0 {
		return nil, refuse("either 'users', 'groups' or 'tokens' is required")
	}

	return named, nil
}

func listGroups(r *request) (any, error) {
	list := []any{}

	for _, name := range slices.Sorted(maps.Keys(r.server.groups)) {
		list = append(list, map[string]any{
			"groupid": name, "comment": r.server.groups[name], "users": strings.Join(r.server.membersOf(name), ","),
		})
	}

	return list, nil
}

func (s *Server) membersOf(group string) []string {
	members := []string{}

	for _, id := range slices.Sorted(maps.Keys(s.users)) {
		if slices.Contains(s.users[id].groups, group) {
			members = append(members, id)
		}
	}

	return members
}

func (r *request) findGroup() (string, error) {
	name := r.PathValue("group")
	if _, known := r.server.groups[name]; !known {
		return "", refuse("group '%s' does not exist", name)
	}

	return name, nil
}

func getGroup(r *request) (any, error) {
	if err := r.needOneOf("/access/groups", "Sys.Audit", "Group.Allocate"); err != nil {
		return nil, err
	}

	name, err := r.findGroup()
	if err != nil {
		return nil, err
	}

	return map[string]any{"comment": r.server.groups[name], "members": r.server.membersOf(name)}, nil
}

func createGroup(r *request) (any, error) {
	if err := r.need("/access/groups", "Group.Allocate"); err != nil {
		return nil, err
	}

	name := r.value("groupid")
	if !groupName.MatchString(name) {
		return nil, refuseParameter("groupid", "invalid characters in group name '%s'", name)
	}

	if _, known := r.server.groups[name]; known {
		return nil, refuse("create group failed: group '%s' already exists", name)
	}

	r.server.groups[name] = r.value("comment")

	return nil, nil
}

func updateGroup(r *request) (any, error) {
	if err := r.need("/access/groups", "Group.Allocate"); err != nil {
		return nil, err
	}

	name, err := r.findGroup()
	if err != nil {
		return nil, err
	}

	r.server.groups[name] = r.value("comment")

	return nil, nil
}

func deleteGroup(r *request) (any, error) {
	if err := r.need("/access/groups", "Group.Allocate"); err != nil {
		return nil, err
	}

	name, err := r.findGroup()
	if err != nil {
		return nil, err
	}

	delete(r.server.groups, name)
	r.server.revoke(func(given grant) bool { return given.kind == "group" && given.id == name })

	for _, account := range r.server.users {
		account.groups = slices.DeleteFunc(account.groups, func(group string) bool { return group == name })
	}

	return nil, nil
}
