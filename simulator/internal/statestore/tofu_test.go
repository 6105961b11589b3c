package statestore_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/statestore"
)

// secret is a value in the state.
const secret = "correct horse battery staple"

// backends are those that the example stacks have, by the path of their state in the inventory.
var backends = map[string]map[string]any{
	"/two-sites": {"http": map[string]any{
		"address":        "http://" + httpAddress + "/two-sites",
		"lock_address":   "http://" + httpAddress + "/two-sites/lock",
		"unlock_address": "http://" + httpAddress + "/two-sites/lock",
		"lock_method":    "LOCK",
		"unlock_method":  "UNLOCK",
		"update_method":  "POST",
		"retry_wait_min": 1,
		"username":       username,
		"password":       password,
	}},
	// as GitLab has it
	"/projects/1/terraform/state/home": {"http": map[string]any{
		"address":        "http://" + httpAddress + "/projects/1/terraform/state/home",
		"lock_address":   "http://" + httpAddress + "/projects/1/terraform/state/home/lock",
		"unlock_address": "http://" + httpAddress + "/projects/1/terraform/state/home/lock",
		"lock_method":    "POST",
		"unlock_method":  "DELETE",
		"username":       username,
		"password":       password,
	}},
	"s3://homelab-tofu/talos.tfstate": {"s3": s3Backend(map[string]any{"key": "talos.tfstate", "skip_s3_checksum": true})},
	// with the checksums that OpenTofu computes otherwise
	"s3://homelab-tofu/deep/er/with space.tfstate": {"s3": s3Backend(map[string]any{"key": "deep/er/with space.tfstate"})},
}

func s3Backend(more map[string]any) map[string]any {
	backend := map[string]any{
		"bucket":                      "homelab-tofu",
		"endpoints":                   map[string]any{"s3": "http://" + s3Address},
		"region":                      "auto",
		"access_key":                  accessKey,
		"secret_key":                  secretKey,
		"skip_credentials_validation": true,
		"skip_metadata_api_check":     true,
		"skip_region_validation":      true,
		"skip_requesting_account_id":  true,
		"use_lockfile":                true,
		"use_path_style":              true,
	}
	for name, value := range more {
		backend[name] = value
	}

	return backend
}

func TestOpenTofuKeepsItsStateHere(t *testing.T) {
	program := tofu(t)

	for path, backend := range backends {
		t.Run(path, func(t *testing.T) {
			server, recorder := start(t)
			workspace := newWorkspace(t, program, backend)

			workspace.mustRun(t, 0, "init", "-no-color", "-input=false")

			// the first run holds the lock until its file appears
			first := workspace.start(t, "apply", "-no-color", "-auto-approve")

			for !locked(server, path) {
				select {
				case err := <-first:
					t.Fatalf("the first apply ended before it held the lock: %v", err)
				case <-time.After(10 * time.Millisecond):
				}
			}

			refused := workspace.mustRun(t, 1, "apply", "-no-color", "-auto-approve", "-lock-timeout=0s")
			if !strings.Contains(refused, "Error acquiring the state lock") || !strings.Contains(refused, "OperationTypeApply") {
				t.Errorf("the second apply ended with:\n%s", refused)
			}

			if err := os.WriteFile(workspace.gate, nil, 0o600); err != nil {
				t.Fatal(err)
			}

			if err := <-first; err != nil {
				t.Fatalf("the first apply: %v", err)
			}

			workspace.mustRun(t, 0, "plan", "-no-color", "-detailed-exitcode")

			if stored, found := server.Read(path); !found || !strings.Contains(string(stored), secret) {
				t.Errorf("state at %s: found %v, %d bytes", path, found, len(stored))
			}

			checkJournal(t, recorder)

			workspace.mustRun(t, 0, "destroy", "-no-color", "-auto-approve")

			if locked(server, path) {
				t.Error("the lock is left over")
			}

			if stored, _ := server.Read(path); strings.Contains(string(stored), secret) {
				t.Error("the state still has what was destroyed")
			}
		})
	}
}

func TestOpenTofuIsToldWhatIsWrong(t *testing.T) {
	program := tofu(t)

	for name, test := range map[string]struct {
		backend map[string]any
		want    string
	}{
		"wrong password": {
			map[string]any{"http": map[string]any{"address": "http://" + httpAddress + "/x", "username": username, "password": "no"}},
			"HTTP remote state endpoint requires auth",
		},
		"wrong secret key": {
			map[string]any{"s3": s3Backend(map[string]any{"key": "x", "secret_key": "no"})}, "SignatureDoesNotMatch",
		},
		"unknown access key": {
			map[string]any{"s3": s3Backend(map[string]any{"key": "x", "access_key": "no"})}, "InvalidAccessKeyId",
		},
		"unknown bucket": {
			map[string]any{"s3": s3Backend(map[string]any{"key": "x", "bucket": "nothing"})}, "S3 bucket does not exist",
		},
	} {
		t.Run(name, func(t *testing.T) {
			start(t)

			workspace := newWorkspace(t, program, test.backend)
			output, _ := workspace.command(t.Context(), "init", "-no-color", "-input=false").CombinedOutput()

			if _, isHTTP := test.backend["http"]; isHTTP {
				output, _ = workspace.command(t.Context(), "plan", "-no-color").CombinedOutput()
			}

			if !strings.Contains(strings.Join(strings.Fields(string(output)), " "), test.want) {
				t.Errorf("OpenTofu says:\n%s\nwant %q", output, test.want)
			}
		})
	}
}

func locked(server *statestore.Server, path string) bool {
	for _, stored := range server.Inventory() {
		if stored.Path == path && stored.Locked {
			return true
		}

		// before the first write there is only the object that locks
		if stored.Path == path+".tflock" {
			return true
		}
	}

	return false
}

func checkJournal(t *testing.T, recorder *calls.Recorder) {
	t.Helper()

	journal, err := json.Marshal(recorder.Calls(0))
	if err != nil {
		t.Fatal(err)
	}

	for _, hidden := range []string{secret, password, secretKey, "Signature"} {
		if strings.Contains(string(journal), hidden) {
			t.Errorf("the journal has %q", hidden)
		}
	}
}

// tofu returns the OpenTofu that the project's toolchain provides.
func tofu(t *testing.T) string {
	t.Helper()

	if testing.Short() {
		t.Skip("it takes OpenTofu")
	}

	node := exec.CommandContext(t.Context(), "node", "-p", "require('./scripts/toolchain/opentofu').provideTofu(() => undefined)")
	node.Dir = "../../.."
	node.Stderr = os.Stderr

	path, err := node.Output()
	if err != nil {
		t.Fatalf("OpenTofu cannot be provided: %v", err)
	}

	return strings.TrimSpace(string(path))
}

// workspace is a stack with a secret, which is applied when the file gate is there.
type workspace struct {
	program, directory, gate string
}

func newWorkspace(t *testing.T, program string, backend map[string]any) *workspace {
	t.Helper()

	made := &workspace{program: program, directory: t.TempDir()}
	made.gate = filepath.Join(made.directory, "gate")

	stack, err := json.Marshal(map[string]any{
		"terraform": map[string]any{"backend": backend},
		"resource": map[string]any{"terraform_data": map[string]any{
			"value": map[string]any{"input": secret},
			"gate": map[string]any{
				"provisioner": []any{map[string]any{"local-exec": map[string]any{
					"command": "until [ -e '" + made.gate + "' ]; do sleep 0.01; done",
				}}},
			},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}

	if err := os.WriteFile(filepath.Join(made.directory, "main.tf.json"), stack, 0o600); err != nil {
		t.Fatal(err)
	}

	return made
}

func (w *workspace) command(ctx context.Context, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, w.program, arguments...)
	command.Dir = w.directory
	command.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.directory, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0",
	}

	return command
}

// start runs OpenTofu and tells its end.
func (w *workspace) start(t *testing.T, arguments ...string) <-chan error {
	t.Helper()

	command := w.command(t.Context(), arguments...)
	ended := make(chan error, 1)

	if err := command.Start(); err != nil {
		t.Fatal(err)
	}

	go func() { ended <- command.Wait() }()

	return ended
}

func (w *workspace) mustRun(t *testing.T, exitCode int, arguments ...string) string {
	t.Helper()

	command := w.command(t.Context(), arguments...)
	output, _ := command.CombinedOutput()

	if got := command.ProcessState.ExitCode(); got != exitCode {
		t.Fatalf("tofu %s ended with %d, want %d:\n%s", strings.Join(arguments, " "), got, exitCode, output)
	}

	return string(output)
}
