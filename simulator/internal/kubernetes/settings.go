package kubernetes

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/config/types/v1alpha1"
	"sigs.k8s.io/yaml"
)

// settings are what a machine configuration says of kube-apiserver: arguments and the files that they name.
type settings struct {
	arguments arguments
	files     map[string][]byte
}

// place is where one kube-apiserver runs.
type place struct {
	directory string
	address   netip.AddrPort
	etcd      string
}

// cipherSuites are those of Talos.
const cipherSuites = "TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384,TLS_CHACHA20_POLY1305_SHA256," +
	"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384," +
	"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256," +
	"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"

// apiServerPolicies are those of Talos, and what one process on loopback needs for itself.
var apiServerPolicies = map[string]policy{
	"enable-admission-plugins": add,
	"feature-gates":            add,
	"authorization-mode":       add,
	"tls-cipher-suites":        add,

	"etcd-servers":                     denied,
	"client-ca-file":                   denied,
	"requestheader-client-ca-file":     denied,
	"proxy-client-cert-file":           denied,
	"proxy-client-key-file":            denied,
	"encryption-provider-config":       denied,
	"etcd-cafile":                      denied,
	"etcd-certfile":                    denied,
	"etcd-keyfile":                     denied,
	"kubelet-client-certificate":       denied,
	"kubelet-client-key":               denied,
	"service-account-key-file":         denied,
	"service-account-signing-key-file": denied,
	"tls-cert-file":                    denied,
	"tls-private-key-file":             denied,
	"authorization-config":             denied,

	"advertise-address":             unmodelled,
	"admission-control-config-file": unmodelled,
	"audit-log-path":                unmodelled,
	"audit-policy-file":             unmodelled,
	"bind-address":                  unmodelled,
	"endpoint-reconciler-type":      unmodelled,
	"secure-port":                   unmodelled,
}

// apiServerSettings are the arguments that Talos passes to kube-apiserver, with the files that they name.
func apiServerSettings(cfg config.Config, at place) (*settings, error) {
	endpoint := cfg.K8sClusterConfig().ClusterEndpoint().String()
	file := func(name string) []string { return []string{filepath.Join(at.directory, name)} }

	result := &settings{arguments: arguments{
		"admission-control-config-file":      file("admission-control-config.yaml"),
		"advertise-address":                  {at.address.Addr().String()},
		"allow-privileged":                   {"true"},
		"anonymous-auth":                     {"false"},
		"api-audiences":                      {endpoint},
		"audit-log-maxage":                   {"30"},
		"audit-log-maxbackup":                {"10"},
		"audit-log-maxsize":                  {"100"},
		"audit-log-path":                     file("audit.log"),
		"audit-policy-file":                  file("auditpolicy.yaml"),
		"bind-address":                       {at.address.Addr().String()},
		"client-ca-file":                     file("ca.crt"),
		"enable-admission-plugins":           {"NodeRestriction"},
		"enable-bootstrap-token-auth":        {"true"},
		"encryption-provider-config":         file("encryptionconfig.yaml"),
		"endpoint-reconciler-type":           {"none"},
		"etcd-cafile":                        file("etcd-client-ca.crt"),
		"etcd-certfile":                      file("etcd-client.crt"),
		"etcd-keyfile":                       file("etcd-client.key"),
		"etcd-servers":                       {at.etcd},
		"kubelet-client-certificate":         file("apiserver-kubelet-client.crt"),
		"kubelet-client-key":                 file("apiserver-kubelet-client.key"),
		"kubelet-preferred-address-types":    {"InternalIP,ExternalIP,Hostname"},
		"profiling":                          {"false"},
		"proxy-client-cert-file":             file("front-proxy-client.crt"),
		"proxy-client-key-file":              file("front-proxy-client.key"),
		"requestheader-allowed-names":        {"front-proxy-client"},
		"requestheader-client-ca-file":       file("aggregator-ca.crt"),
		"requestheader-extra-headers-prefix": {"X-Remote-Extra-"},
		"requestheader-group-headers":        {"X-Remote-Group"},
		"requestheader-username-headers":     {"X-Remote-User"},
		"secure-port":                        {fmt.Sprint(at.address.Port())},
		"service-account-issuer":             {endpoint},
		"service-account-key-file":           file("service-account.pub"),
		"service-account-signing-key-file":   file("service-account.key"),
		"service-cluster-ip-range":           {strings.Join(networkTexts(cfg.K8sNetworkConfig().ServiceCIDRs()), ",")},
		"tls-cert-file":                      file("apiserver.crt"),
		"tls-cipher-suites":                  {cipherSuites},
		"tls-min-version":                    {"VersionTLS12"},
		"tls-private-key-file":               file("apiserver.key"),
	}}

	server := cfg.K8sAPIServerConfig()
	extra := server.ExtraArgs()

	if server.UseAuthenticationConfig() {
		delete(result.arguments, "anonymous-auth")
		result.arguments["authentication-config"] = file("authentication-config.yaml")
	}

	if setsAuthorization(extra) {
		result.arguments["authorization-mode"] = []string{"Node,RBAC"}
	} else {
		result.arguments["authorization-config"] = file("authorization-config.yaml")
	}

	if err := result.arguments.merge("cluster.apiServer.extraArgs", extra, apiServerPolicies); err != nil {
		return nil, err
	}

	if len(server.Env()) > 0 {
		return nil, errors.New("cluster.apiServer.env is not modelled by the simulator")
	}

	var err error

	result.files, err = apiServerFiles(cfg)

	return result, err
}

func setsAuthorization(extra map[string][]string) bool {
	for name := range extra {
		if name == "authorization-mode" || strings.HasPrefix(name, "authorization-webhook-") {
			return true
		}
	}

	return false
}

func apiServerFiles(cfg config.Config) (map[string][]byte, error) {
	cluster := cfg.Cluster()
	_, key := issuingCA(cfg)

	if len(key) == 0 || cfg.K8sAggregatorCAConfig() == nil || cfg.K8sServiceAccountConfig() == nil || cluster.Etcd().CA() == nil {
		return nil, errors.New("the machine configuration lacks one of cluster.ca, cluster.aggregatorCA, cluster.serviceAccount and cluster.etcd.ca, or the key of one")
	}

	serviceAccount, err := cfg.K8sServiceAccountConfig().IssuingKey().GetKey()
	if err != nil {
		return nil, fmt.Errorf("cluster.serviceAccount: %w", err)
	}

	files := map[string][]byte{
		"aggregator-ca.crt":   cfg.K8sAggregatorCAConfig().IssuingCA().Crt,
		"ca.crt":              acceptedCAs(cfg),
		"etcd-client-ca.crt":  cluster.Etcd().CA().Crt,
		"service-account.key": serviceAccount.GetPrivateKeyPEM(),
		"service-account.pub": serviceAccount.GetPublicKeyPEM(),
	}

	documents := map[string]any{
		"admission-control-config.yaml": admissionControl(cfg),
		"auditpolicy.yaml":              cfg.K8sAuditPolicyConfig().Configuration(),
		"authorization-config.yaml":     authorization(cfg),
		"encryptionconfig.yaml":         encryption(cfg),
	}

	if cfg.K8sAPIServerConfig().UseAuthenticationConfig() {
		documents["authentication-config.yaml"] = authentication(cfg)
	}

	for name, document := range documents {
		if files[name], err = yaml.Marshal(document); err != nil {
			return nil, fmt.Errorf("%s cannot be written: %w", name, err)
		}
	}

	return files, nil
}

func acceptedCAs(cfg config.Config) []byte {
	certificates := [][]byte{}
	for _, accepted := range cfg.K8sAPIServerCAConfig().AcceptedCAs() {
		certificates = append(certificates, accepted.Crt)
	}

	return bytes.Join(certificates, nil)
}

// withKind adds what Talos writes before a configuration of Kubernetes.
func withKind(configuration map[string]any, apiVersion, kind string) any {
	all := map[string]any{"apiVersion": apiVersion, "kind": kind}
	maps.Copy(all, configuration)

	return all
}

func authentication(cfg config.Config) any {
	var configuration map[string]any
	if written := cfg.K8sAuthenticationConfig(); written != nil {
		configuration = written.Configuration()
	}

	return withKind(configuration, "apiserver.config.k8s.io/v1", "AuthenticationConfiguration")
}

func admissionControl(cfg config.Config) any {
	plugins := []any{}
	for _, plugin := range cfg.K8sAdmissionControlPluginConfigs() {
		plugins = append(plugins, map[string]any{"name": plugin.Name(), "configuration": plugin.Configuration()})
	}

	return map[string]any{"apiVersion": "apiserver.config.k8s.io/v1", "kind": "AdmissionConfiguration", "plugins": plugins}
}

func authorization(cfg config.Config) any {
	authorizers := []any{}
	types := []string{}

	for _, authorizer := range cfg.K8sAuthorizerConfigs() {
		types = append(types, authorizer.Type())
		entry := map[string]any{"type": authorizer.Type(), "name": authorizer.Name()}

		if authorizer.Webhook() != nil {
			entry["webhook"] = authorizer.Webhook()
		}

		authorizers = append(authorizers, entry)
	}

	for index, own := range v1alpha1.APIServerDefaultAuthorizationConfigAuthorizers {
		if !slices.Contains(types, own.Type) {
			entry := map[string]any{"type": own.Type, "name": own.Name}
			authorizers = slices.Insert(authorizers, index, any(entry))
		}
	}

	return map[string]any{"apiVersion": "apiserver.config.k8s.io/v1", "kind": "AuthorizationConfiguration", "authorizers": authorizers}
}

func encryption(cfg config.Config) any {
	if written := cfg.K8sEtcdEncryptionConfig(); written != nil {
		return withKind(written.EtcdEncryptionConfig(), "v1", "EncryptionConfig")
	}

	cluster := cfg.Cluster()

	var providers []any

	provider := func(kind, name, secret string) {
		if secret != "" {
			keys := []any{map[string]any{"name": name, "secret": secret}}
			providers = append(providers, map[string]any{kind: map[string]any{"keys": keys}})
		}
	}

	provider("secretbox", "key2", cluster.SecretboxEncryptionSecret())
	provider("aescbc", "key1", cluster.AESCBCEncryptionSecret())

	return map[string]any{
		"apiVersion": "v1",
		"kind":       "EncryptionConfig",
		"resources": []any{map[string]any{
			"resources": []string{"secrets"},
			"providers": append(providers, map[string]any{"identity": map[string]any{}}),
		}},
	}
}

// key is the same for machines whose API servers differ in nothing: one process is enough for them.
func (s *settings) key() string {
	text, err := json.Marshal(map[string]any{"arguments": s.arguments, "files": s.files})
	if err != nil {
		panic(err) // strings and bytes only
	}

	sum := sha256.Sum256(text)

	return hex.EncodeToString(sum[:])
}

func sortedKeys[V any](of map[string]V) []string { return slices.Sorted(maps.Keys(of)) }
