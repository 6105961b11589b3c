package identity

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	stdx509 "crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// Kubeconfig makes the administrator's access to the cluster: a tar.gz with one file, as the API sends it.
func Kubeconfig(cfg config.Config) ([]byte, error) {
	authorities := cfg.K8sAPIServerCAConfig()
	if authorities == nil || authorities.IssuingCA() == nil || len(authorities.IssuingCA().Key) == 0 {
		return nil, errors.New("the configuration has no key of the Kubernetes CA")
	}

	issuing, cluster := authorities.IssuingCA(), cfg.K8sClusterConfig()

	authority, err := x509.NewCertificateAuthorityFromCertificateAndKey(issuing)
	if err != nil {
		return nil, fmt.Errorf("kubernetes CA: %w", err)
	}

	admin := cfg.Cluster().AdminKubeconfig()

	client, err := x509.NewKeyPair(authority, x509.CommonName(admin.CommonName()), x509.Organization(admin.CertOrganization()),
		x509.NotBefore(time.Now().Add(-clockSkew)), x509.NotAfter(time.Now().Add(admin.CertLifetime())),
		x509.KeyUsage(stdx509.KeyUsageDigitalSignature|stdx509.KeyUsageKeyEncipherment),
		x509.ExtKeyUsage([]stdx509.ExtKeyUsage{stdx509.ExtKeyUsageClientAuth}))
	if err != nil {
		return nil, fmt.Errorf("client certificate of the kubeconfig: %w", err)
	}

	var trusted []byte
	for _, accepted := range authorities.AcceptedCAs() {
		trusted = append(trusted, accepted.Crt...)
	}

	user, context := "admin@"+cluster.ClusterName(), "admin@"+cluster.ClusterName()

	text, err := clientcmd.Write(api.Config{
		Clusters: map[string]*api.Cluster{cluster.ClusterName(): {
			Server:                   cluster.ClusterEndpoint().String(),
			CertificateAuthorityData: trusted,
		}},
		AuthInfos: map[string]*api.AuthInfo{user: {
			ClientCertificateData: x509.NewCertificateAndKeyFromKeyPair(client).Crt,
			ClientKeyData:         x509.NewCertificateAndKeyFromKeyPair(client).Key,
		}},
		Contexts:       map[string]*api.Context{context: {Cluster: cluster.ClusterName(), Namespace: "default", AuthInfo: user}},
		CurrentContext: context,
	})
	if err != nil {
		return nil, err
	}

	return archive("kubeconfig", text)
}

func archive(name string, content []byte) ([]byte, error) {
	var packed bytes.Buffer

	compressed := gzip.NewWriter(&packed)
	files := tar.NewWriter(compressed)

	if err := files.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(content)), ModTime: time.Now(), Mode: 0o600}); err != nil {
		return nil, err
	}

	if _, err := files.Write(content); err != nil {
		return nil, err
	}

	if err := errors.Join(files.Close(), compressed.Close()); err != nil {
		return nil, err
	}

	return packed.Bytes(), nil
}
