package kubernetes

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
)

const argsPatch = "cluster:\n  apiServer:\n    extraArgs:\n      "

func settingsWith(t *testing.T, patches ...string) (*settings, error) {
	t.Helper()

	return apiServerSettings(configOf(t, secretsOf(t), "controlplane", patches...), place{
		directory: "/state", address: netip.MustParseAddrPort("127.24.0.11:7000"), etcd: "https://127.24.0.11:7001",
	})
}

func TestAPIServerArguments(t *testing.T) {
	for name, test := range map[string]struct {
		patch  string
		wanted []string
		absent []string
	}{
		"those of Talos": {
			wanted: []string{
				"--anonymous-auth=false", "--api-audiences=" + endpoint, "--service-account-issuer=" + endpoint,
				"--service-cluster-ip-range=10.96.0.0/12", "--enable-admission-plugins=NodeRestriction", "--secure-port=7000",
				"--authorization-config=/state/authorization-config.yaml", "--etcd-servers=https://127.24.0.11:7001",
			},
			absent: []string{"--authorization-mode"},
		},
		"an argument of its own":        {patch: argsPatch + "oidc-client-id: kubernetes", wanted: []string{"--oidc-client-id=kubernetes"}},
		"another value":                 {patch: argsPatch + "anonymous-auth: 'true'", wanted: []string{"--anonymous-auth=true"}},
		"values that are added":         {patch: argsPatch + "enable-admission-plugins: 'AlwaysPullImages,NodeRestriction'", wanted: []string{"--enable-admission-plugins=NodeRestriction,AlwaysPullImages"}},
		"several values":                {patch: argsPatch + "oidc-required-claim: [a=b, c=d]", wanted: []string{"--oidc-required-claim=a=b", "--oidc-required-claim=c=d"}},
		"an authorization mode":         {patch: argsPatch + "authorization-mode: Webhook", wanted: []string{"--authorization-mode=Node,RBAC,Webhook"}, absent: []string{"--authorization-config"}},
		"other networks for services":   {patch: "cluster:\n  network:\n    serviceSubnets: [10.7.0.0/16]", wanted: []string{"--service-cluster-ip-range=10.7.0.0/16"}},
		"an endpoint with another name": {patch: "cluster:\n  controlPlane:\n    endpoint: https://api.home:6443", wanted: []string{"--service-account-issuer=https://api.home:6443"}},
	} {
		t.Run(name, func(t *testing.T) {
			patches := []string{}
			if test.patch != "" {
				patches = append(patches, test.patch)
			}

			settings, err := settingsWith(t, patches...)
			if err != nil {
				t.Fatal(err)
			}

			line := "\n" + strings.Join(settings.arguments.list(), "\n") + "\n"
			for _, wanted := range test.wanted {
				if !strings.Contains(line, "\n"+wanted+"\n") {
					t.Errorf("%s is missing in %s", wanted, line)
				}
			}

			for _, absent := range test.absent {
				if strings.Contains(line, absent) {
					t.Errorf("%s is in %s", absent, line)
				}
			}
		})
	}
}

func TestAPIServerArgumentsThatAreRefused(t *testing.T) {
	for patch, wanted := range map[string]string{
		argsPatch + "etcd-servers: https://a":     `cluster.apiServer.extraArgs: extra arg "etcd-servers" is not allowed`,
		argsPatch + "bind-address: 0.0.0.0":       `cluster.apiServer.extraArgs: "bind-address" is not modelled by the simulator, which sets it itself; leave it out`,
		argsPatch + "oidc-ca-file: /var/ca":       `cluster.apiServer.extraArgs: "oidc-ca-file" names the file /var/ca, and files of machines are not modelled by the simulator`,
		"cluster:\n  apiServer:\n    env: {A: b}": "cluster.apiServer.env is not modelled by the simulator",
	} {
		if _, err := settingsWith(t, patch); err == nil || err.Error() != wanted {
			t.Errorf("%s: %v", patch, err)
		}
	}
}

func TestAPIServerFiles(t *testing.T) {
	settings, err := settingsWith(t,
		"cluster:\n  apiServer:\n    authorizationConfig:\n      - {type: Webhook, name: hook, webhook: {timeout: 3s}}\n")
	if err != nil {
		t.Fatal(err)
	}

	for file, wanted := range map[string]string{
		"admission-control-config.yaml": "name: PodSecurity",
		"auditpolicy.yaml":              "level: Metadata",
		"authorization-config.yaml":     "- name: node\n  type: Node\n- name: rbac\n  type: RBAC\n- name: hook\n  type: Webhook",
		"encryptionconfig.yaml":         "secretbox:",
		"ca.crt":                        "BEGIN CERTIFICATE",
		"service-account.pub":           "PUBLIC KEY",
	} {
		if !strings.Contains(string(settings.files[file]), wanted) {
			t.Errorf("%s lacks %s:\n%s", file, wanted, settings.files[file])
		}
	}
}

func TestServerKey(t *testing.T) {
	bundle := secretsOf(t)
	key := func(patches ...string) string {
		return memberOf(t, controlPlane("cp1", "127.24.0.11"), configOf(t, bundle, "controlplane", patches...)).serverKey
	}

	if key() != key("machine:\n  nodeLabels: {a: b}\n") {
		t.Error("a label needs another API server")
	}

	if key() == key(argsPatch+"oidc-client-id: kubernetes") {
		t.Error("an argument needs no other API server")
	}
}

func TestMembersThatAreRefused(t *testing.T) {
	bundle := secretsOf(t)

	for name, test := range map[string]struct {
		address string
		patch   string
		wanted  string
	}{
		"an address outside the loopback range":   {"10.0.0.11", "machine: {}", "machine cp1 has the address 10.0.0.11; a simulated one has an address of 127.0.0.0/8"},
		"a virtual IP outside the loopback range": {"127.24.0.11", strings.ReplaceAll(vipPatch, "127.24", "10.0"), "the virtual IP 10.0.0.100 is not an address of 127.0.0.0/8, as a simulated one is"},
		"an argument of etcd that Talos refuses":  {"127.24.0.11", "cluster:\n  etcd:\n    extraArgs: {name: a}", `cluster.etcd.extraArgs: extra arg "name" is not allowed`},
		"network policies of flannel":             {"127.24.0.11", "cluster:\n  network:\n    cni:\n      name: flannel\n      flannel: {kubeNetworkPoliciesEnabled: true}", "cluster.network.cni.flannel.kubeNetworkPoliciesEnabled is not modelled by the simulator"},
		"a static pod that is none":               {"127.24.0.11", "machine:\n  pods:\n    - {metadata: {name: a}, spek: {}}", `machine.pods[0]: strict decoding error: unknown field "spek"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newMember(controlPlane("cp1", test.address), configOf(t, bundle, "controlplane", test.patch))
			if err == nil || err.Error() != test.wanted {
				t.Error(err)
			}
		})
	}
}

func TestRegistrationFault(t *testing.T) {
	bundle := secretsOf(t)
	first := memberOf(t, controlPlane("cp1", "127.24.0.11"), configOf(t, bundle, "controlplane"))

	for name, test := range map[string]struct {
		other  *member
		wanted string
	}{
		"none":             {memberOf(t, worker("w1", "127.24.0.21"), configOf(t, bundle, "worker")), ""},
		"another cluster":  {memberOf(t, worker("w1", "127.24.0.21"), configOf(t, otherSecrets(t), "worker")), "kubelet: the API server has a certificate of another authority than cluster.ca of the machine"},
		"another token":    {memberOf(t, worker("w1", "127.24.0.21"), configOf(t, bundle, "worker", "cluster:\n  token: abcdef.0123456789abcdef")), "kubelet: the API server does not know cluster.token of the machine"},
		"another subnet":   {memberOf(t, worker("w1", "127.24.0.21"), configOf(t, bundle, "worker", "machine:\n  kubelet:\n    nodeIP: {validSubnets: [127.25.0.0/16]}")), "kubelet: no address of the machine lies in machine.kubelet.nodeIP.validSubnets 127.25.0.0/16; it has 127.24.0.21"},
		"its own subnet":   {memberOf(t, worker("w1", "127.24.0.21"), configOf(t, bundle, "worker", "machine:\n  kubelet:\n    nodeIP: {validSubnets: [127.24.0.0/16]}")), ""},
		"a subnet but its": {memberOf(t, worker("w1", "127.24.0.21"), configOf(t, bundle, "worker", "machine:\n  kubelet:\n    nodeIP: {validSubnets: [127.24.0.0/16, '!127.24.0.21/32']}")), "kubelet: no address of the machine lies in machine.kubelet.nodeIP.validSubnets 127.24.0.0/16, !127.24.0.21/32; it has 127.24.0.21"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.other.registrationFault(first); got != test.wanted {
				t.Error(got)
			}
		})
	}
}

func otherSecrets(t *testing.T) *secrets.Bundle {
	t.Helper()

	other, err := secrets.NewBundle(secrets.NewClock(), config.TalosVersionCurrent)
	if err != nil {
		t.Fatal(err)
	}

	return other
}
