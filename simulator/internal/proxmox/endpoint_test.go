package proxmox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/authority"
	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/machine"
)

const (
	rootToken = "root@pam!test"
	secret    = "11111111-2222-3333-4444-555555555555"
)

// rack is a machine.Rack whose machines do what they are told.
type rack struct {
	mu     sync.Mutex
	on     map[string]machine.Machine
	booted []machine.Machine
	gone   []string
	// stubborn machines do not stop by themselves.
	stubborn bool
}

func (r *rack) PowerOn(started machine.Machine) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on[started.ID] = started
	r.booted = append(r.booted, started)

	return nil
}

func (r *rack) Plug(id string, disks []machine.Disk, cards []machine.Card) {
	r.mu.Lock()
	defer r.mu.Unlock()

	running := r.on[id]
	running.Disks, running.Cards = disks, cards
	r.on[id] = running
}

func (r *rack) PowerOff(id string, graceful bool) {
	r.mu.Lock()
	defer r.mu.Unlock()

	if !graceful || !r.stubborn {
		delete(r.on, id)
	}
}

func (r *rack) IsOn(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, on := r.on[id]

	return on
}

func (r *rack) Remove(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gone = append(r.gone, id)
}

func (r *rack) AgentInterfaces(id string) ([]machine.Interface, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()

	running, on := r.on[id]

	return []machine.Interface{{Name: "eth0", MAC: "BC:24:11:AA:00:01", Addresses: running.Addresses()}}, on && running.Image.HasGuestAgent()
}

func (r *rack) last() machine.Machine { return r.booted[len(r.booted)-1] }

// endpoint is a server without a network, and its rack and recorder.
type endpoint struct {
	*testing.T
	server   *Server
	rack     *rack
	recorder *calls.Recorder
	journal  *bytes.Buffer
	handler  http.Handler
	token    string
}

func exampleConfig() Config {
	host := func(name string) Host {
		return Host{
			Name:       name,
			Bridges:    []string{"vmbr0"},
			PCIDevices: []PCIDevice{{Path: "0000:00:02.0", ID: "8086:46a6"}},
			Storages: []Storage{
				{ID: "local", Type: "dir", Content: []string{"iso", "import", "snippets"}, SizeGiB: 10},
				{ID: "local-lvm", Type: "lvmthin", Content: []string{"images"}, SizeGiB: 200},
				{ID: "files", Type: "dir", Content: []string{"images"}, SizeGiB: 100},
				{ID: "nas", Type: "nfs", Content: []string{"images", "iso"}, SizeGiB: 100},
			},
		}
	}

	return Config{
		Name:   "main",
		Listen: "127.21.1.1:8006",
		Tokens: []Token{
			{ID: rootToken, Secret: secret, Role: "Administrator"},
			{ID: "auditor@pve!test", Secret: secret, Role: "PVEAuditor"},
			{ID: "operator@pve!test", Secret: secret, Role: "PVEVMAdmin"},
			{ID: "limited@pve!test", Secret: secret, Role: "Limited"},
			{ID: "nobody@pve!test", Secret: secret, Role: "NoAccess"},
		},
		Roles: map[string][]string{"Limited": {"VM.Audit", "VM.Config.CPU"}},
		Hosts: []Host{host("pve1"), host("pve2")},
		Pools: []string{"talos"},
	}
}

func shown(address netip.Addr) netip.Addr {
	bytes := address.As4()

	return netip.AddrFrom4([4]byte{10, 200, bytes[2], bytes[3]})
}

func newEndpoint(t *testing.T, change ...func(*Config)) *endpoint {
	t.Helper()

	config := exampleConfig()
	for _, apply := range change {
		apply(&config)
	}

	if err := config.check(); err != nil {
		t.Fatal(err)
	}

	ca, err := authority.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}

	e := &endpoint{T: t, rack: &rack{on: map[string]machine.Machine{}}, journal: &bytes.Buffer{}, token: rootToken}
	e.recorder = calls.NewRecorder(e.journal)
	e.server = newServer(config, Dependencies{Recorder: e.recorder, Authority: ca, Rack: e.rack, Shown: shown})
	e.server.address = netip.MustParseAddrPort(config.Listen)
	e.server.ctx, e.server.stop = context.WithCancel(context.Background())
	e.handler = e.recorder.HTTP(calls.Proxmox, config.Name, describe, writeFault, e.server.handler())
	t.Cleanup(func() { _ = e.server.Close() })

	return e
}

// call sends a call and returns the status, the data and the message of the answer.
func (e *endpoint) call(method, path, form string) (int, any, string) {
	e.Helper()

	var body io.Reader
	if method == http.MethodPost || method == http.MethodPut {
		body = strings.NewReader(form)
	} else if form != "" {
		path += "?" + form
	}

	asked := httptest.NewRequest(method, apiRoot+path, body)
	asked.Header.Set("Authorization", "PVEAPIToken="+e.token+"="+secret)

	if form != "" {
		asked.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}

	recorded := httptest.NewRecorder()
	e.handler.ServeHTTP(recorded, asked)

	var answer struct {
		Data    any
		Message string
		Errors  map[string]string
	}

	if err := json.Unmarshal(recorded.Body.Bytes(), &answer); err != nil {
		e.Fatalf("%s %s answered %q: %v", method, path, recorded.Body, err)
	}

	for name, text := range answer.Errors {
		answer.Message += " " + name + ": " + text
	}

	return recorded.Code, answer.Data, answer.Message
}

// must performs a call that succeeds, with the task that it starts.
func (e *endpoint) must(method, path, form string) any {
	e.Helper()

	status, data, message := e.call(method, path, form)
	if status != http.StatusOK {
		e.Fatalf("%s %s %s: status %d: %s", method, path, form, status, message)
	}

	if exit := e.exit(data); exit != "" && exit != "OK" {
		e.Fatalf("%s %s %s: %s", method, path, form, exit)
	}

	return data
}

// exit waits for a task and returns how it ended; it is empty if the data is no task.
func (e *endpoint) exit(data any) string {
	e.Helper()

	id, _ := data.(string)
	if !strings.HasPrefix(id, "UPID:") {
		return ""
	}

	e.server.mu.Lock()
	var found *task

	for _, one := range e.server.tasks {
		if one.id == id {
			found = one
		}
	}
	e.server.mu.Unlock()

	<-found.done

	return found.exit
}

// refused performs a call that fails, at once or by its task, and returns what was said.
func (e *endpoint) refused(method, path, form string) (int, string) {
	e.Helper()

	status, data, message := e.call(method, path, form)
	if status == http.StatusOK {
		message = e.exit(data)
		if message == "OK" || message == "" {
			e.Fatalf("%s %s %s was not refused", method, path, form)
		}
	}

	return status, message
}

func (e *endpoint) as(token string) *endpoint {
	other := *e
	other.token = token

	return &other
}

func (e *endpoint) guest(id int) GuestRecord {
	e.Helper()

	for _, found := range e.server.Inventory().Guests {
		if found.ID == id {
			return found
		}
	}

	e.Fatalf("there is no guest %d", id)

	return GuestRecord{}
}

// values encodes pairs of names and values.
func values(pairs ...string) string {
	form := url.Values{}
	for position := 0; position < len(pairs); position += 2 {
		form.Add(pairs[position], pairs[position+1])
	}

	return form.Encode()
}

var exampleImage = machine.Image{
	Version: "v1.13.9", SchematicID: "abc", Platform: "nocloud", Architecture: "amd64", Extensions: []string{"siderolabs/qemu-guest-agent"},
}

// addImage puts an image file on a storage.
func (e *endpoint) addImage(host, storage, name string) {
	e.Helper()

	content, _, _ := strings.Cut(name, "/")
	if err := e.server.stores[host][storage].addFile(&volume{name: name, content: content, format: "raw"}, exampleImage.Encode()); err != nil {
		e.Fatal(err)
	}
}

// addTalos makes and starts a guest that boots the example image.
func (e *endpoint) addTalos(id string, more ...string) {
	e.Helper()

	if e.server.stores["pve1"]["local"].volumes["import/talos.qcow2"] == nil {
		e.addImage("pve1", "local", "import/talos.qcow2")
	}

	settings := append([]string{
		"vmid", id, "name", "cp" + id, "cores", "2", "memory", "2048", "agent", "enabled=1,type=virtio",
		"scsi0", "file=local-lvm:0,import-from=local:import/talos.qcow2,format=raw,ssd=1", "net0", "model=virtio,bridge=vmbr0",
		"ide2", "file=local-lvm:cloudinit", "ipconfig0", "gw=127.21.0.1,ip=127.21.0.11/24", "boot", "order=scsi0;net0",
	}, more...)
	e.must("POST", "/nodes/pve1/qemu", values(settings...))
	e.must("PUT", "/nodes/pve1/qemu/"+id+"/resize", values("disk", "scsi0", "size", "20G"))
	e.must("POST", "/nodes/pve1/qemu/"+id+"/status/start", "")
}
