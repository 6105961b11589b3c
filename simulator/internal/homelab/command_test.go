package homelab

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// config is a homelab without clusters: its programs are files that are never started.
func config(t *testing.T, change func(map[string]any)) string {
	t.Helper()

	directory := t.TempDir()
	program := filepath.Join(directory, "program")

	if err := os.WriteFile(program, nil, 0o700); err != nil {
		t.Fatal(err)
	}

	root, err := filepath.Abs(filepath.Join("..", "..", "..", "schemas"))
	if err != nil {
		t.Fatal(err)
	}

	content := map[string]any{
		"stateDirectory": filepath.Join(directory, "state"),
		"control":        "127.28.252.9:9100",
		"shownAddresses": []any{map[string]any{"loopback": "127.28.0.0/16", "shown": "10.0.0.0/16"}},
		"proxmox": []any{map[string]any{
			"name": "main", "listen": "127.28.250.1:8006",
			"tokens": []any{map[string]any{"id": "root@pam!test", "secret": "00000000-0000-0000-0000-000000000000", "role": "Administrator"}},
			"hosts": []any{map[string]any{
				"name": "pve1", "bridges": []any{"vmbr0"},
				"storages": []any{map[string]any{"id": "local", "type": "dir", "content": []any{"iso"}, "sizeGiB": 10}},
			}},
		}},
		"factory":    map[string]any{"listen": "127.28.252.1:8080", "extensionsFile": filepath.Join(root, "talos-extensions.json"), "aliasesFile": filepath.Join(root, "extension-aliases.json")},
		"files":      map[string]any{"listen": "127.28.252.3:8000"},
		"state":      map[string]any{"listen": "127.28.252.4:9000"},
		"talos":      map[string]any{"schemaDirectory": filepath.Join(root, "talos-config"), "extensionServicesFile": filepath.Join(root, "extension-services.json"), "judge": program, "bootMs": 1, "applyMs": 1, "rebootMs": 1},
		"kubernetes": map[string]any{"apiserver": program, "etcd": program},
	}
	change(content)

	text, err := json.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}

	file := filepath.Join(directory, "homelab.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}

	return file
}

func TestRunsUntilStandardInputEnds(t *testing.T) {
	file := config(t, func(map[string]any) {})
	input, keepOpen := io.Pipe()
	output, printed := io.Pipe()
	ended := make(chan error, 1)

	go func() {
		err := Run(file, input, printed)
		_ = printed.CloseWithError(err)
		ended <- err
	}()

	var ready Ready
	if err := json.NewDecoder(output).Decode(&ready); err != nil || !ready.Ready || ready.Control != "http://127.28.252.9:9100" {
		t.Fatalf("%v: %+v", err, ready)
	}

	response, err := http.Get(ready.Control + "/inventory")
	if err != nil {
		t.Fatal(err)
	}

	var inventory Inventory
	if err := json.NewDecoder(response.Body).Decode(&inventory); err != nil || len(inventory.Proxmox) != 1 || inventory.Proxmox[0].Endpoint != "main" {
		t.Errorf("%v: %+v", err, inventory)
	}

	_ = response.Body.Close()
	_ = keepOpen.Close()

	if err := <-ended; err != nil {
		t.Error(err)
	}

	for _, name := range []string{"ca.crt", "journal.jsonl"} {
		if _, err := os.Stat(filepath.Join(ready.StateDirectory, name)); err != nil {
			t.Error(err)
		}
	}

	// everything is free again, and the directory is not that of a new homelab
	if err := Run(file, strings.NewReader(""), io.Discard); err == nil || !strings.Contains(err.Error(), "the journal of another run lies in stateDirectory") {
		t.Errorf("got %v", err)
	}
}

func TestAPortInUseEndsTheStartAndFreesTheOthers(t *testing.T) {
	taken, err := net.Listen("tcp4", "127.28.250.1:8006")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()

	err = Run(config(t, func(map[string]any) {}), strings.NewReader(""), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "127.28.250.1:8006 is in use by another program; end it or choose another block of addresses") {
		t.Errorf("got %v", err)
	}

	free, err := net.Listen("tcp4", "127.28.252.1:8080")
	if err != nil {
		t.Fatal(err)
	}

	_ = free.Close()
}

func TestConfigurationsThatAreRefused(t *testing.T) {
	for want, change := range map[string]func(map[string]any){
		`unknown field "contrl"`:                                   func(c map[string]any) { c["contrl"] = "" },
		`stateDirectory is "here"; write an absolute path`:         func(c map[string]any) { c["stateDirectory"] = "here" },
		"neither proxmox nor talos.physical names a machine to be": func(c map[string]any) { c["proxmox"] = []any{} },
		`two endpoints are called "main"`:                          func(c map[string]any) { c["proxmox"] = append(c["proxmox"].([]any), c["proxmox"].([]any)[0]) },
		"127.28.0.0/16 cannot be shown as 10.0.0.0/24; write two IPv4 ranges": func(c map[string]any) {
			c["shownAddresses"] = []any{map[string]any{"loopback": "127.28.0.0/16", "shown": "10.0.0.0/24"}}
		},
		`"10.0.0.1:80" is not an address of 127.0.0.0/8 with a port`:                func(c map[string]any) { c["control"] = "10.0.0.1:80" },
		`fault with the action ""; write status, hang, drop, slow, task or hold`:    func(c map[string]any) { c["faults"] = []any{map[string]any{}} },
		`kubernetes.apiserver is "/nowhere", which is no program; npm run --silent`: func(c map[string]any) { c["kubernetes"].(map[string]any)["apiserver"] = "/nowhere" },
	} {
		if err := Run(config(t, change), strings.NewReader(""), io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}

	if err := Run("/nowhere.json", strings.NewReader(""), io.Discard); err == nil || !strings.Contains(err.Error(), "the configuration of the homelab cannot be read") {
		t.Errorf("got %v", err)
	}
}
