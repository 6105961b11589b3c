package machineconfig_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"

	"cdktf-proxmox-talos/judge/machineconfig"
)

func request(patches ...string) machineconfig.Request {
	return machineconfig.Request{
		Name:              "cp1",
		ClusterName:       "lab",
		ClusterEndpoint:   "https://10.0.0.100:6443",
		Contract:          "v1.13",
		KubernetesVersion: "v1.36.3",
		MachineType:       "controlplane",
		Mode:              machineconfig.ModeCloud,
		ConfigPatches:     patches,
		Documents:         true,
	}
}

const (
	hostname = "apiVersion: v1alpha1\nkind: HostnameConfig\nauto: off\nhostname: node-1\n"
	link     = "apiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\naddresses:\n  - address: 10.0.0.1/24\n"
)

func TestPatchesAreApplied(t *testing.T) {
	result := machineconfig.Check(request(`{"machine":{"sysctls":{"a":"1"}}}`, hostname+"---\n"+link))
	if result.Error != "" || len(result.Warnings) > 0 || len(result.Documents) != 3 {
		t.Fatalf("got %d documents, error %q, warnings %q", len(result.Documents), result.Error, result.Warnings)
	}

	text, err := json.Marshal(result.Documents)
	if err != nil {
		t.Fatal(err)
	}

	for _, want := range []string{
		`"kind":"HostnameConfig"`, `"hostname":"node-1"`, `"kind":"LinkConfig"`, `"sysctls":{"a":"1"}`,
		`"image":"ghcr.io/siderolabs/kubelet:v1.36.3"`, `"endpoint":"https://10.0.0.100:6443"`, `"type":"controlplane"`,
		`"token":"placeholder"`, `"secretboxEncryptionSecret":"placeholder"`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
}

func TestContractDecidesTheDocuments(t *testing.T) {
	old := request()
	old.Contract, old.KubernetesVersion = "v1.11", "1.34.0"

	if result := machineconfig.Check(old); result.Error != "" || len(result.Documents) != 1 {
		t.Errorf("contract v1.11 gave %d documents, error %q", len(result.Documents), result.Error)
	}

	if result := machineconfig.Check(request(hostname)); result.Error != "" || len(result.Documents) != 2 {
		t.Errorf("contract v1.13 gave %d documents, error %q", len(result.Documents), result.Error)
	}
}

func TestWhatProviderAndNodeRefuse(t *testing.T) {
	metal := request(hostname)
	metal.Mode = machineconfig.ModeMetal

	initNode := request()
	initNode.MachineType = "init"

	nowhere := request()
	nowhere.Mode = "container"

	unversioned := request()
	unversioned.Contract = "latest"

	for want, given := range map[string]machineconfig.Request{
		"'auto' and 'hostname' cannot be set at the same time":                                                     request("apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: node-1\n"),
		"static hostname is already set in v1alpha1 config":                                                        request(`{"machine":{"network":{"hostname":"a"}}}`),
		"either install disk or diskSelector should be defined":                                                    metal,
		"JSON6902 patches are not supported for multi-document machine configuration":                              request(`[{"op":"remove","path":"/machine"}]`),
		"open : no such file or directory":                                                                         request(""),
		"open no-such-patch.yaml: no such file or directory":                                                       request("no-such-patch.yaml"),
		"unknown keys found during decoding":                                                                       request(`{"machine":{"nope":1}}`),
		`"NopeConfig" "v1alpha1": not registered`:                                                                  request("apiVersion: v1alpha1\nkind: NopeConfig\n"),
		"duplicate document v1alpha1/HostnameConfig/ is not allowed":                                               request(hostname + "---\n" + hostname),
		"a patch crashes Talos, as `$patch: delete` of a document that is not there or a date without quotes does": request("apiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\n$patch: delete\n"),
		`machine type "init" is neither controlplane nor worker`:                                                   initNode,
		`mode "container" is neither cloud nor metal`:                                                              nowhere,
		`error parsing version "vlatest"`:                                                                          unversioned,
	} {
		if got := machineconfig.Check(given); !strings.Contains(got.Error, want) {
			t.Errorf("got %q, want %q", got.Error, want)
		}
	}
}

func TestRunAnswersEachRequestByName(t *testing.T) {
	input, err := json.Marshal(map[string]any{"requests": []machineconfig.Request{request(hostname), request("")}})
	if err != nil {
		t.Fatal(err)
	}

	var output bytes.Buffer
	if err := machineconfig.Run(bytes.NewReader(input), &output); err != nil {
		t.Fatal(err)
	}

	var answer struct{ Results []machineconfig.Result }
	if err := json.Unmarshal(output.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}

	if len(answer.Results) != 2 || answer.Results[0].Name != "cp1" || answer.Results[0].Error != "" || answer.Results[1].Error == "" {
		t.Errorf("got %+v", answer.Results)
	}
}

func TestRunRefusesAMisspeltRequest(t *testing.T) {
	err := machineconfig.Run(strings.NewReader(`{"requests":[{"nmae":"a"}]}`), &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), `unknown field "nmae"`) {
		t.Errorf("got %v", err)
	}
}

func TestTextHasTheSecretsThatAreGiven(t *testing.T) {
	bundle, err := secrets.NewBundle(secrets.NewClock(), config.TalosVersion1_13)
	if err != nil {
		t.Fatal(err)
	}

	wanted := request(hostname)
	wanted.KubernetesVersion = ""

	text, err := machineconfig.Text(wanted, bundle, encoder.CommentsDisabled)
	if err != nil {
		t.Fatal(err)
	}

	for _, want := range []string{
		"token: " + bundle.TrustdInfo.Token, "id: " + bundle.Cluster.ID, "hostname: node-1", "kubelet:v1.37.0", "disk: /dev/sda",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in it", want)
		}
	}
}

func TestPatchOfAText(t *testing.T) {
	const text = "machine:\n  type:   worker # as written\n"

	if got, err := machineconfig.Patch(text, nil); err != nil || got != text {
		t.Errorf("without patches the text became %q, %v", got, err)
	}

	patched, err := machineconfig.Patch(text, []string{hostname})
	if err != nil || !strings.Contains(patched, "type: worker") || !strings.Contains(patched, "hostname: node-1") {
		t.Errorf("got %q, %v", patched, err)
	}

	for want, patch := range map[string]string{
		"error loading config patches: open : no such file or directory": "",
		"error applying config patches: ":                                `[{"op":"remove","path":"/nope"}]`,
		"a patch crashes Talos":                                          "apiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\n$patch: delete\n",
	} {
		if _, err := machineconfig.Patch(text, []string{patch}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gave %v", patch, err)
		}
	}
}
