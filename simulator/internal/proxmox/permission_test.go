package proxmox

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// permissionsOf are those of the caller on a path, as the API tells them.
func (e *endpoint) permissionsOf(path string) map[string]any {
	e.Helper()

	answer := e.must("GET", "/access/permissions", values("path", path)).(map[string]any)
	if len(answer) != 1 {
		e.Fatalf("permissions %v", answer)
	}

	return answer[path].(map[string]any)
}

// newCaller makes a user with a token of its own rights, and roles of one privilege each: A, B and C.
func newCaller(t *testing.T) (*endpoint, *endpoint) {
	t.Helper()

	e := newEndpoint(t)
	e.must("POST", "/access/users", "userid=tf@pve")
	e.must("POST", "/access/groups", "groupid=admins")
	e.must("PUT", "/access/users/tf@pve", "groups=admins")
	e.must("POST", "/access/users/tf@pve/token/tok", "")

	for role, privilege := range map[string]string{"A": "VM.Audit", "B": "VM.Allocate", "C": "Sys.Audit"} {
		e.must("POST", "/access/roles", values("roleid", role, "privs", privilege))
	}

	held := e.server.users["tf@pve"].tokens["tok"]
	held.secret = secret
	e.server.users["tf@pve"].tokens["tok"] = held

	return e, e.as("tf@pve!tok")
}

func TestPermissionsOfTokens(t *testing.T) {
	type grants []string

	for _, row := range []struct {
		name   string
		given  grants
		path   string
		wanted map[string]any
	}{
		{"none", nil, "/vms/100", map[string]any{}},
		{"of the token alone", grants{"/ A tokens=tf@pve!tok"}, "/vms/100", map[string]any{}},
		{"of the user alone", grants{"/ A users=tf@pve"}, "/vms/100", map[string]any{}},
		{"of both", grants{"/ A tokens=tf@pve!tok users=tf@pve"}, "/vms/100", map[string]any{"VM.Audit": 1.0}},
		{"what only one has is left out", grants{"/ A,B tokens=tf@pve!tok", "/ A users=tf@pve"}, "/vms/100", map[string]any{"VM.Audit": 1.0}},
		{"by a group", grants{"/ A tokens=tf@pve!tok groups=admins"}, "/vms/100", map[string]any{"VM.Audit": 1.0}},
		{"those of a user replace those of groups", grants{"/ A,B tokens=tf@pve!tok", "/ A groups=admins", "/ B users=tf@pve"}, "/", map[string]any{"VM.Allocate": 1.0}},
		{"a deeper path replaces", grants{"/ A tokens=tf@pve!tok users=tf@pve", "/vms B tokens=tf@pve!tok users=tf@pve"}, "/vms/101", map[string]any{"VM.Allocate": 1.0}},
		{"what is not passed on holds on its path", grants{"/vms A tokens=tf@pve!tok users=tf@pve propagate=0"}, "/vms", map[string]any{"VM.Audit": 0.0}},
		{"and not below", grants{"/vms A tokens=tf@pve!tok users=tf@pve propagate=0"}, "/vms/100", map[string]any{}},
		{"NoAccess takes the rest away", grants{"/ A tokens=tf@pve!tok users=tf@pve", "/vms A,NoAccess tokens=tf@pve!tok"}, "/vms/100", map[string]any{}},
		{"of the pool of a guest", grants{"/pool/talos A tokens=tf@pve!tok users=tf@pve"}, "/vms/100", map[string]any{"VM.Audit": 0.0}},
		{"of the pool beside those of the guest", grants{"/pool/talos A tokens=tf@pve!tok users=tf@pve", "/vms B tokens=tf@pve!tok users=tf@pve"}, "/vms/100", map[string]any{"VM.Audit": 0.0, "VM.Allocate": 1.0}},
		{"a pool does not pass NoAccess", grants{"/pool/talos A tokens=tf@pve!tok users=tf@pve", "/vms NoAccess tokens=tf@pve!tok"}, "/vms/100", map[string]any{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			root, caller := newCaller(t)
			root.must("POST", "/nodes/pve1/qemu", "vmid=100&pool=talos")

			for _, given := range row.given {
				var path, roles, first, second string
				_, _ = fmt.Sscan(given+" x=x x=x", &path, &roles, &first, &second)
				form := "path=" + path + "&roles=" + roles + "&" + first
				if second != "x=x" {
					form += "&" + second
				}

				var third string
				if _, err := fmt.Sscan(given, &path, &roles, &first, &second, &third); err == nil {
					form += "&" + third
				}

				root.must("PUT", "/access/acl", form)
			}

			if got := caller.permissionsOf(row.path); !reflect.DeepEqual(got, row.wanted) {
				t.Fatalf("got %v, want %v", got, row.wanted)
			}
		})
	}
}

func TestPermissionsOfOthers(t *testing.T) {
	root, caller := newCaller(t)
	root.must("PUT", "/access/acl", "path=/vms&roles=A&tokens=tf@pve!tok&users=tf@pve")

	all := caller.must("GET", "/access/permissions", "").(map[string]any)
	if !reflect.DeepEqual(all, map[string]any{"/vms": map[string]any{"VM.Audit": 1.0}}) {
		t.Fatalf("all of the caller: %v", all)
	}

	if status, message := caller.refused("GET", "/access/permissions", "userid=root@pam"); status != 403 {
		t.Fatalf("got %d %q", status, message)
	}

	if own := caller.must("GET", "/access/permissions", "userid=tf@pve!tok&path=/vms"); !reflect.DeepEqual(own, all) {
		t.Fatalf("own: %v", own)
	}

	if other := root.must("GET", "/access/permissions", "userid=tf@pve!tok&path=/vms"); !reflect.DeepEqual(other, all) {
		t.Fatalf("of the token: %v", other)
	}

	if own := root.permissionsOf("/access"); len(own) != len(allPrivileges) {
		t.Fatalf("of root's token with the role Administrator: %v", own)
	}
}

func TestBridgesAreShownToThoseWhoMayUseThem(t *testing.T) {
	root, caller := newCaller(t)
	root.must("POST", "/access/roles", "roleid=Net&privs=SDN.Use")

	if list := caller.must("GET", "/nodes/pve1/network", "type=any_bridge").([]any); len(list) != 0 {
		t.Fatalf("bridges %v", list)
	}

	root.must("PUT", "/access/acl", "path=/sdn/zones/localnetwork/vmbr0/20&roles=Net&tokens=tf@pve!tok&users=tf@pve")

	if list := caller.must("GET", "/nodes/pve1/network", "type=any_bridge").([]any); len(list) != 1 {
		t.Fatalf("bridges %v", list)
	}
}

func TestDefinitionsOfStorages(t *testing.T) {
	e := newEndpoint(t, func(config *Config) {
		config.Hosts[0].Storages = append(config.Hosts[0].Storages, Storage{ID: "ssd", Type: "dir", Content: []string{"images"}, SizeGiB: 5})
	})

	find := func(id string) map[string]any {
		for _, one := range e.must("GET", "/storage", "").([]any) {
			if found := one.(map[string]any); found["storage"] == id {
				return found
			}
		}

		return nil
	}

	if found := find("ssd"); pick(found, "type", "content", "nodes", "disable") != "dir images pve1 <nil>" {
		t.Fatalf("storage %v", found)
	}

	for _, row := range []struct{ form, message string }{
		{"content=fish", `content "fish" is unknown`},
		{"nodes=pve9", "no such cluster node 'pve9'"},
		{"sparse=1", "property is not defined in schema"},
	} {
		if _, message := e.refused("PUT", "/storage/ssd", row.form); !contains(message, row.message) {
			t.Errorf("%s: %q", row.form, message)
		}
	}

	if _, message := e.refused("PUT", "/storage/local-lvm", "content=import"); !contains(message, "type lvmthin cannot hold content") {
		t.Errorf("got %q", message)
	}

	e.must("PUT", "/storage/ssd", "nodes=pve1,pve2&content=images,import&disable=1")

	if found := find("ssd"); pick(found, "content", "nodes", "disable") != "images,import <nil> 1" {
		t.Fatalf("storage %v", found)
	}

	if _, message := e.refused("GET", "/nodes/pve2/storage/ssd/status", ""); !contains(message, "storage 'ssd' is disabled") {
		t.Fatalf("got %q", message)
	}

	e.must("PUT", "/storage/ssd", "disable=0")

	if status := e.must("GET", "/nodes/pve2/storage/ssd/status", ""); pick(status, "active", "enabled") != "1 1" {
		t.Fatalf("status %v", status)
	}

	e.addTalos("100")

	if _, message := e.refused("PUT", "/storage/local-lvm", "nodes=pve2"); !contains(message, "holds volumes on host 'pve1'") {
		t.Fatalf("got %q", message)
	}

	if memory := e.must("GET", "/nodes/pve1/status", "").(map[string]any)["memory"]; pick(memory, "used") != fmt.Sprint(float64(2048*mebi)) {
		t.Fatalf("memory %v", memory)
	}
}

func TestEachVLANOfATrunkNeedsItsOwnPermission(t *testing.T) {
	root, caller := newCaller(t)
	root.must("POST", "/access/roles", "roleid=Net&privs=SDN.Use,VM.Config.Network")
	root.must("PUT", "/access/acl", "path=/vms&roles=Net&tokens=tf@pve!tok&users=tf@pve")
	root.addTalos("100")

	change := values("net1", "virtio,bridge=vmbr0,tag=5,trunks=10;20")

	for _, tag := range []string{"10", "20", "5"} {
		status, _, message := caller.call("PUT", "/nodes/pve1/qemu/100/config", change)
		if status != 403 || !strings.Contains(message, "/sdn/zones/localnetwork/vmbr0/"+tag) {
			t.Fatalf("VLAN %s: %d %s", tag, status, message)
		}

		root.must("PUT", "/access/acl", "path=/sdn/zones/localnetwork/vmbr0/"+tag+"&roles=Net&tokens=tf@pve!tok&users=tf@pve")
	}
}
