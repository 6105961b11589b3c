package proxmox

import (
	"net/http"
	"strings"
	"time"
)

// allPrivileges are those of Proxmox VE 9.
var allPrivileges = []string{
	"Datastore.Allocate", "Datastore.AllocateSpace", "Datastore.AllocateTemplate", "Datastore.Audit", "Group.Allocate",
	"Mapping.Audit", "Mapping.Modify", "Mapping.Use", "Permissions.Modify", "Pool.Allocate", "Pool.Audit", "Realm.Allocate",
	"Realm.AllocateUser", "SDN.Allocate", "SDN.Audit", "SDN.Use", "Sys.AccessNetwork", "Sys.Audit", "Sys.Console",
	"Sys.Incoming", "Sys.Modify", "Sys.PowerMgmt", "Sys.Syslog", "User.Modify", "VM.Allocate", "VM.Audit", "VM.Backup",
	"VM.Clone", "VM.Config.CDROM", "VM.Config.CPU", "VM.Config.Cloudinit", "VM.Config.Disk", "VM.Config.HWType",
	"VM.Config.Memory", "VM.Config.Network", "VM.Config.Options", "VM.Console", "VM.GuestAgent.Audit",
	"VM.GuestAgent.FileRead", "VM.GuestAgent.FileSystemMgmt", "VM.GuestAgent.FileWrite", "VM.GuestAgent.Unrestricted",
	"VM.Migrate", "VM.PowerMgmt", "VM.Replicate", "VM.Snapshot", "VM.Snapshot.Rollback",
}

// builtInRoles are the roles of Proxmox VE that exist here without being given.
var builtInRoles = map[string][]string{
	"Administrator": allPrivileges,
	"NoAccess":      {},
	"PVEAuditor": {
		"Datastore.Audit", "Mapping.Audit", "Pool.Audit", "SDN.Audit", "Sys.Audit", "VM.Audit", "VM.GuestAgent.Audit",
	},
	"PVEVMAdmin": {
		"VM.Allocate", "VM.Audit", "VM.Backup", "VM.Clone", "VM.Config.CDROM", "VM.Config.CPU", "VM.Config.Cloudinit",
		"VM.Config.Disk", "VM.Config.HWType", "VM.Config.Memory", "VM.Config.Network", "VM.Config.Options", "VM.Console",
		"VM.GuestAgent.Audit", "VM.GuestAgent.FileRead", "VM.GuestAgent.FileSystemMgmt", "VM.GuestAgent.FileWrite",
		"VM.GuestAgent.Unrestricted", "VM.Migrate", "VM.PowerMgmt", "VM.Replicate", "VM.Snapshot", "VM.Snapshot.Rollback",
	},
}

// subject is who calls: a token, with its user.
type subject struct {
	id string
	// separate says that the token has rights of its own, which those of its user limit.
	separate bool
}

// grant gives a role to a user, a group or a token from a path on.
type grant struct {
	path      string
	role      string
	kind      string
	id        string
	propagate bool
}

// need refuses the call unless the caller has all privileges on the path. The caller holds the lock.
func (r *request) need(path string, privileges ...string) error {
	for _, privilege := range privileges {
		if !r.may(path, privilege) {
			return refuseWith(http.StatusForbidden, "Permission check failed (%s, %s)", path, privilege)
		}
	}

	return nil
}

// needOneOf refuses the call unless the caller has one of the privileges on the path.
func (r *request) needOneOf(path string, privileges ...string) error {
	for _, privilege := range privileges {
		if r.may(path, privilege) {
			return nil
		}
	}

	return refuseWith(http.StatusForbidden, "Permission check failed (%s, %s)", path, strings.Join(privileges, "|"))
}

func (r *request) may(path, privilege string) bool {
	_, held := r.server.permissions(r.caller, path)[privilege]

	return held
}

// levels returns the paths from the root down to a path.
func levels(path string) []string {
	all := []string{"/"}

	for position := 1; position < len(path); position++ {
		if path[position] == '/' {
			all = append(all, path[:position])
		}
	}

	if path != "/" {
		all = append(all, path)
	}

	return all
}

// authenticate finds out who calls.
func (s *Server) authenticate(incoming *http.Request) (subject, error) {
	header := incoming.Header.Get("Authorization")

	credentials, isToken := strings.CutPrefix(header, "PVEAPIToken=")
	if !isToken {
		return s.byTicket(incoming)
	}

	id, secret, _ := strings.Cut(credentials, "=")

	account, known := s.users[userOf(id)]
	if !known {
		return subject{}, refuseWith(http.StatusUnauthorized, "no such user ('%s')", userOf(id))
	}

	held, known := account.tokens[strings.TrimPrefix(id, userOf(id)+"!")]

	switch {
	case !known:
		return subject{}, refuseWith(http.StatusUnauthorized, "no such token '%s' for user '%s'", strings.TrimPrefix(id, userOf(id)+"!"), userOf(id))
	case held.secret != secret:
		return subject{}, refuseWith(http.StatusUnauthorized, "invalid token value!")
	case !account.enabled || hasExpired(account.expire):
		return subject{}, refuseWith(http.StatusUnauthorized, "user '%s' is disabled or has expired", userOf(id))
	case hasExpired(held.expire):
		return subject{}, refuseWith(http.StatusUnauthorized, "token '%s' access expired", id)
	}

	return subject{id: id, separate: held.separate}, nil
}

// hasExpired says whether a time in seconds since 1970 has passed; 0 never does.
func hasExpired(expire int) bool { return expire != 0 && time.Now().Unix() > int64(expire) }

func (s *Server) groupsOf(id string) []string {
	if account := s.users[id]; account != nil {
		return account.groups
	}

	return nil
}
