package proxmox

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

var roleName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

func listRoles(r *request) (any, error) {
	list := []any{}

	for _, name := range slices.Sorted(maps.Keys(r.server.roles)) {
		list = append(list, map[string]any{
			"roleid": name, "privs": strings.Join(r.server.roles[name], ","), "special": asNumber(builtInRoles[name] != nil),
		})
	}

	return list, nil
}

func getRole(r *request) (any, error) {
	privileges, known := r.server.roles[r.PathValue("role")]
	if !known {
		return nil, refuse("role '%s' does not exist", r.PathValue("role"))
	}

	answer := map[string]int{}
	for _, privilege := range privileges {
		answer[privilege] = 1
	}

	return answer, nil
}

func createRole(r *request) (any, error) {
	name := r.value("roleid")

	switch _, known := r.server.roles[name]; {
	case !roleName.MatchString(name):
		return nil, refuseParameter("roleid", "invalid characters in role name '%s'", name)
	case strings.HasPrefix(strings.ToUpper(name), "PVE"):
		return nil, refuse("create role failed: cannot use role ID starting with the (case-insensitive) 'PVE' namespace")
	case known:
		return nil, refuse("create role failed: role '%s' already exists", name)
	}

	return nil, r.setRole(name, nil)
}

func updateRole(r *request) (any, error) {
	name := r.PathValue("role")

	privileges, known := r.server.roles[name]
	if !known || builtInRoles[name] != nil {
		return nil, refuse("role '%s' does not exist or is built in", name)
	}

	added, err := r.flag("append")
	if err != nil {
		return nil, err
	}

	if !added {
		privileges = nil
	}

	return nil, r.setRole(name, privileges)
}

func (r *request) setRole(name string, privileges []string) error {
	if err := r.need("/access", "Sys.Modify"); err != nil {
		return err
	}

	for _, privilege := range splitList(r.value("privs")) {
		if !slices.Contains(r.server.config.privileges(), privilege) {
			return refuseParameter("privs", "invalid privilege '%s'", privilege)
		}

		privileges = append(slices.Clone(privileges), privilege)
	}

	slices.Sort(privileges)
	r.server.roles[name] = slices.Compact(privileges)

	return nil
}

func deleteRole(r *request) (any, error) {
	if err := r.need("/access", "Sys.Modify"); err != nil {
		return nil, err
	}

	name := r.PathValue("role")
	if _, known := r.server.roles[name]; !known || builtInRoles[name] != nil {
		return nil, refuse("role '%s' does not exist or is built in", name)
	}

	delete(r.server.roles, name)
	r.server.revoke(func(given grant) bool { return given.role == name })

	return nil, nil
}
