package proxmox

import (
	"net/http"
	"strings"
)

const statusNotImplemented = http.StatusNotImplemented

// route is a call of the API.
type route struct {
	// pattern is method and path below /api2/json.
	pattern string
	perform func(*request) (any, error)
	// parameters are those of query and form, with a ! before those that must be there.
	parameters string
	// open calls check their parameters themselves.
	open bool
	// forNobody calls are for those who have not signed in.
	forNobody bool
	// slow calls take the lock themselves.
	slow bool
}

func routes() []route {
	return []route{
		{pattern: "GET /version", perform: version},
		{pattern: "GET /cluster/nextid", perform: nextID, parameters: "vmid"},
		{pattern: "GET /cluster/resources", perform: resources, parameters: "type"},

		{pattern: "GET /storage", perform: listDefinitions},
		{pattern: "PUT /storage/{storage}", perform: updateDefinition, parameters: "content nodes disable"},

		{pattern: "GET /nodes", perform: listNodes},
		{pattern: "GET /nodes/{node}/status", perform: nodeStatus},
		{pattern: "GET /nodes/{node}/time", perform: nodeTime},
		{pattern: "GET /nodes/{node}/network", perform: nodeNetwork, parameters: "type"},
		{pattern: "GET /nodes/{node}/query-url-metadata", perform: queryURL, parameters: "!url verify-certificates", slow: true},
		{pattern: "GET /nodes/{node}/tasks/{task}/status", perform: taskStatus},
		{pattern: "GET /nodes/{node}/tasks/{task}/log", perform: taskLog},
		{pattern: "DELETE /nodes/{node}/tasks/{task}", perform: stopTask},

		{pattern: "GET /nodes/{node}/storage", perform: listStorages, parameters: "content storage target"},
		{pattern: "GET /nodes/{node}/storage/{storage}/status", perform: storageStatus},
		{pattern: "GET /nodes/{node}/storage/{storage}/content", perform: listContent, parameters: "content vmid"},
		{pattern: "GET /nodes/{node}/storage/{storage}/content/{volume...}", perform: getVolume},
		{pattern: "DELETE /nodes/{node}/storage/{storage}/content/{volume...}", perform: deleteVolume},
		{pattern: "POST /nodes/{node}/storage/{storage}/download-url", perform: downloadURL, parameters: "!content !filename !url node storage checksum checksum-algorithm compression verify-certificates"},
		{pattern: "POST /nodes/{node}/storage/{storage}/upload", perform: upload, open: true, slow: true},

		{pattern: "GET /nodes/{node}/lxc", perform: listContainers},
		{pattern: "GET /nodes/{node}/qemu", perform: listGuests},
		{pattern: "POST /nodes/{node}/qemu", perform: createGuest, open: true},
		{pattern: "DELETE /nodes/{node}/qemu/{vmid}", perform: deleteGuest, parameters: "destroy-unreferenced-disks purge"},
		{pattern: "GET /nodes/{node}/qemu/{vmid}/config", perform: getConfig, parameters: "current"},
		{pattern: "PUT /nodes/{node}/qemu/{vmid}/config", perform: holding(updateConfig), open: true, slow: true},
		{pattern: "POST /nodes/{node}/qemu/{vmid}/config", perform: updateConfigBehind, open: true},
		{pattern: "PUT /nodes/{node}/qemu/{vmid}/cloudinit", perform: holding(rebuildCloudInit), slow: true},
		{pattern: "PUT /nodes/{node}/qemu/{vmid}/resize", perform: resizeDisk, parameters: "!disk !size"},
		{pattern: "POST /nodes/{node}/qemu/{vmid}/move_disk", perform: moveDisk, parameters: "!disk !storage format delete"},
		{pattern: "POST /nodes/{node}/qemu/{vmid}/migrate", perform: migrateGuest, parameters: "!target online with-local-disks"},
		{pattern: "POST /nodes/{node}/qemu/{vmid}/clone", perform: cloneGuest, parameters: "!newid name description full target storage format pool"},
		{pattern: "POST /nodes/{node}/qemu/{vmid}/template", perform: makeTemplate},
		{pattern: "GET /nodes/{node}/qemu/{vmid}/status/current", perform: guestStatus},
		{pattern: "POST /nodes/{node}/qemu/{vmid}/status/start", perform: startGuest, parameters: "timeout"},
		{pattern: "POST /nodes/{node}/qemu/{vmid}/status/stop", perform: stopGuest},
		{pattern: "POST /nodes/{node}/qemu/{vmid}/status/shutdown", perform: shutdownGuest, parameters: "timeout forceStop"},
		{pattern: "POST /nodes/{node}/qemu/{vmid}/status/reboot", perform: rebootGuest, parameters: "timeout"},
		{pattern: "GET /nodes/{node}/qemu/{vmid}/agent/network-get-interfaces", perform: agentInterfaces},
		{pattern: "POST /nodes/{node}/qemu/{vmid}/agent/ping", perform: agentPing},

		{pattern: "GET /pools", perform: listPools, parameters: "poolid"},
		{pattern: "POST /pools", perform: createPool, parameters: "!poolid comment"},
		{pattern: "PUT /pools", perform: updatePool, parameters: "!poolid comment vms storage delete allow-move"},
		{pattern: "DELETE /pools", perform: deletePool, parameters: "!poolid"},

		{pattern: "GET /cluster/ha/{kind}", perform: listHA},
		{pattern: "POST /cluster/ha/{kind}", perform: createHA, open: true},
		{pattern: "GET /cluster/ha/{kind}/{entry}", perform: getHA},
		{pattern: "PUT /cluster/ha/{kind}/{entry}", perform: updateHA, open: true},
		{pattern: "DELETE /cluster/ha/{kind}/{entry}", perform: deleteHA},
		{pattern: "POST /cluster/ha/{kind}/{entry}/migrate", perform: migrateHA, parameters: "!node"},

		{pattern: "GET /cluster/backup", perform: listBackupJobs},
		{pattern: "POST /cluster/backup", perform: createBackupJob, open: true},
		{pattern: "GET /cluster/backup/{job}", perform: getBackupJob},
		{pattern: "PUT /cluster/backup/{job}", perform: updateBackupJob, open: true},
		{pattern: "DELETE /cluster/backup/{job}", perform: deleteBackupJob},

		{pattern: "PUT /cluster/sdn", perform: applySDN},
		{pattern: "GET /cluster/sdn/zones", perform: listZones, parameters: "type running pending"},
		{pattern: "POST /cluster/sdn/zones", perform: createZone, open: true},
		{pattern: "GET /cluster/sdn/zones/{zone}", perform: getZone, parameters: "running pending"},
		{pattern: "PUT /cluster/sdn/zones/{zone}", perform: updateZone, open: true},
		{pattern: "DELETE /cluster/sdn/zones/{zone}", perform: deleteZone},
		{pattern: "GET /cluster/sdn/vnets", perform: listVnets, parameters: "running pending"},
		{pattern: "POST /cluster/sdn/vnets", perform: createVnet, open: true},
		{pattern: "GET /cluster/sdn/vnets/{vnet}", perform: getVnet, parameters: "running pending"},
		{pattern: "PUT /cluster/sdn/vnets/{vnet}", perform: updateVnet, open: true},
		{pattern: "DELETE /cluster/sdn/vnets/{vnet}", perform: deleteVnet},
		{pattern: "GET /cluster/sdn/vnets/{vnet}/subnets", perform: listSubnets, parameters: "running pending"},
		{pattern: "POST /cluster/sdn/vnets/{vnet}/subnets", perform: createSubnet, open: true},
		{pattern: "GET /cluster/sdn/vnets/{vnet}/subnets/{subnet}", perform: getSubnet, parameters: "running pending"},
		{pattern: "PUT /cluster/sdn/vnets/{vnet}/subnets/{subnet}", perform: updateSubnet, open: true},
		{pattern: "DELETE /cluster/sdn/vnets/{vnet}/subnets/{subnet}", perform: deleteSubnet},

		{pattern: "GET /cluster/mapping/{kind}", perform: listMappings, parameters: "check-node"},
		{pattern: "POST /cluster/mapping/{kind}", perform: createMapping, open: true},
		{pattern: "GET /cluster/mapping/{kind}/{mapping}", perform: getMapping},
		{pattern: "PUT /cluster/mapping/{kind}/{mapping}", perform: updateMapping, open: true},
		{pattern: "DELETE /cluster/mapping/{kind}/{mapping}", perform: deleteMapping},

		{pattern: "POST /access/ticket", perform: signIn, parameters: "!username !password realm otp path privs new-format tfa-challenge", forNobody: true},
		{pattern: "GET /access/users", perform: listUsers},
		{pattern: "POST /access/users", perform: createUser, parameters: "!userid password enable expire groups comment email firstname lastname keys"},
		{pattern: "GET /access/users/{user}", perform: getUser},
		{pattern: "PUT /access/users/{user}", perform: updateUser, parameters: "enable expire append groups comment email firstname lastname keys"},
		{pattern: "DELETE /access/users/{user}", perform: deleteUser},
		{pattern: "PUT /access/password", perform: changePassword, parameters: "!userid !password"},
		{pattern: "GET /access/users/{user}/token", perform: listTokens},
		{pattern: "GET /access/users/{user}/token/{token}", perform: getToken},
		{pattern: "POST /access/users/{user}/token/{token}", perform: createToken, parameters: "comment expire privsep"},
		{pattern: "PUT /access/users/{user}/token/{token}", perform: updateToken, parameters: "comment expire privsep"},
		{pattern: "DELETE /access/users/{user}/token/{token}", perform: deleteToken},
		{pattern: "GET /access/roles", perform: listRoles},
		{pattern: "POST /access/roles", perform: createRole, parameters: "!roleid privs"},
		{pattern: "GET /access/roles/{role}", perform: getRole},
		{pattern: "PUT /access/roles/{role}", perform: updateRole, parameters: "privs append"},
		{pattern: "DELETE /access/roles/{role}", perform: deleteRole},
		{pattern: "GET /access/groups", perform: listGroups},
		{pattern: "POST /access/groups", perform: createGroup, parameters: "!groupid comment"},
		{pattern: "GET /access/groups/{group}", perform: getGroup},
		{pattern: "PUT /access/groups/{group}", perform: updateGroup, parameters: "comment"},
		{pattern: "DELETE /access/groups/{group}", perform: deleteGroup},
		{pattern: "GET /access/permissions", perform: getPermissions, parameters: "path userid"},
		{pattern: "GET /access/acl", perform: listGrants},
		{pattern: "PUT /access/acl", perform: changeGrants, parameters: "!path !roles users groups tokens propagate delete"},
	}
}

// apiRoot is what all paths begin with.
const apiRoot = "/api2/json"

// handler finds the call of a path. Path parameters may hold what is escaped there, such as the slash of a volume.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()

	for _, one := range routes() {
		method, path, _ := strings.Cut(one.pattern, " ")
		mux.HandleFunc(method+" "+apiRoot+path, func(w http.ResponseWriter, incoming *http.Request) { s.serve(w, incoming, one) })
	}

	return http.HandlerFunc(func(w http.ResponseWriter, incoming *http.Request) {
		// some paths are sent with a slash at their end
		incoming.URL.Path = strings.TrimSuffix(incoming.URL.Path, "/")
		incoming.URL.RawPath = strings.TrimSuffix(incoming.URL.RawPath, "/")

		if _, pattern := mux.Handler(incoming); pattern == "" {
			writeFailure(w, refuseWith(statusNotImplemented, "Method '%s %s' not implemented", incoming.Method, strings.TrimPrefix(incoming.URL.Path, apiRoot)))

			return
		}

		mux.ServeHTTP(w, incoming)
	})
}
