"""Deploys the expanded template into ministack and stands before it as a domain's name would.

    python deploy.py EXPANDED FOLDER-OF-BINARIES

Prints one line of JSON when the service can be called, and ends with whoever holds standard input.
What the emulator lacks of AWS is left out here, and not in the template.
"""
import http.client
import http.server
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
import zipfile

import boto3

FUNCTIONS = 'render', 'tokens', 'rollup', 'disputes'
# Not known to the emulator.
LACKING = (
    'AWS::Backup::BackupSelection', 'AWS::Backup::RestoreTestingPlan', 'AWS::Backup::RestoreTestingSelection',
    'AWS::CodeDeploy::Application', 'AWS::CodeDeploy::DeploymentGroup',
    'AWS::Logs::QueryDefinition', 'AWS::WAFv2::WebACLAssociation',
)
ANY = 'x-amazon-apigateway-any-method'
STACK = 'longhand-test'


def lowered(headers):
    return {name.lower(): value for name, value in headers.items()}


def free_port():
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        return free.getsockname()[1]


def started(port):
    environment = dict(os.environ, BIND_HOST='127.0.0.1', GATEWAY_PORT=str(port), IOT_MTLS_ENABLED='0')
    command = os.path.join(os.path.dirname(sys.executable), 'ministack')
    server = subprocess.Popen([command], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    late = time.monotonic() + 60
    while time.monotonic() < late:
        try:
            socket.create_connection(('127.0.0.1', port)).close()
            return server
        except OSError:
            time.sleep(0.05)
    sys.exit('the emulator does not listen')


def zipped(binary):
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        entry = zipfile.ZipInfo('bootstrap')
        entry.external_attr, entry.compress_type = 0o755 << 16, zipfile.ZIP_DEFLATED
        with open(binary, 'rb') as content:
            archive.writestr(entry, content.read())
    return file.getvalue()


def adapted(template, endpoint):
    resources = template['Resources']
    for name in [name for name, resource in resources.items() if resource['Type'] in LACKING]:
        del resources[name]
    for name, resource in resources.items():
        resource.pop('UpdatePolicy', None)
        properties = resource['Properties']
        if resource['Type'] == 'AWS::Lambda::Function':
            properties['Code'] = {'S3Bucket': 'code', 'S3Key': f'{name.lower()}.zip'}
            # The binaries of these tests are of this machine.
            properties['Architectures'] = ['x86_64']
            properties['Environment']['Variables']['AWS_ENDPOINT_URL'] = endpoint
            # Its gateway takes no stream.
            properties['Environment']['Variables'].pop('LONGHAND_ANSWERS', None)
        if resource['Type'] == 'AWS::ApiGateway::RestApi':
            # It answers a method of ANY with 403, and takes the escaped form of */* by the letter.
            properties['BinaryMediaTypes'] = ['*/*']
            for methods in properties['Body']['paths'].values():
                every = methods.pop(ANY)
                integration = every['x-amazon-apigateway-integration']
                if integration.pop('responseTransferMode', None):
                    uri = integration['uri']['Fn::Sub'].replace('2021-11-15', '2015-03-31')
                    integration['uri']['Fn::Sub'] = uri.replace('/response-streaming-invocations', '/invocations')
                methods.update({method: every for method in ('get', 'post', 'patch', 'delete', 'put', 'options')})
    return template


def changed(cloud, endpoint, kind, parameters):
    formation = cloud('cloudformation')
    formation.create_change_set(
        StackName=STACK, ChangeSetName=kind, ChangeSetType=kind.upper(), TemplateURL=f'{endpoint}/code/template.json',
        Capabilities=['CAPABILITY_NAMED_IAM'],
        Parameters=[{'ParameterKey': name, 'ParameterValue': value} for name, value in parameters.items()],
    )
    formation.get_waiter('change_set_create_complete').wait(StackName=STACK, ChangeSetName=kind, WaiterConfig={'Delay': 1})
    formation.execute_change_set(StackName=STACK, ChangeSetName=kind)
    formation.get_waiter(f'stack_{kind}_complete').wait(StackName=STACK, WaiterConfig={'Delay': 1})
    return formation


def deployed(cloud, template, endpoint):
    # As sam does: a template of this length is too long for the call itself.
    cloud('s3').put_object(Bucket='code', Key='template.json', Body=json.dumps(template).encode())
    formation = changed(cloud, endpoint, 'create', {})
    outputs = formation.describe_stacks(StackName=STACK)['Stacks'][0]['Outputs']
    resources = formation.describe_stack_resources(StackName=STACK)['StackResources']
    named = {output['OutputKey']: output['OutputValue'] for output in outputs}
    return named, {resource['LogicalResourceId']: resource['PhysicalResourceId'] for resource in resources}


def domain(emulator_port, prefix):
    """A server that hands every request on to the stage, as a domain's base path does."""
    class Domain(http.server.BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def hand_on(self):
            body = self.rfile.read(int(self.headers.get('content-length') or 0))
            connection = http.client.HTTPConnection('127.0.0.1', emulator_port)
            # The emulator looks for a caller's Accept where AWS, by the stage's */*, does not.
            connection.request(self.command, prefix + self.path, body or None, {'accept': '*/*', **lowered(self.headers)})
            answer = connection.getresponse()
            content = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ('content-length', 'transfer-encoding', 'connection'):
                    self.send_header(name, value)
            self.send_header('content-length', str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = do_OPTIONS = hand_on

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Domain)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


expanded, binaries = sys.argv[1:]
port = free_port()
server = started(port)
try:
    endpoint = f'http://127.0.0.1:{port}'
    keys = {'aws_access_key_id': 'test', 'aws_secret_access_key': 'test'}

    def cloud(service):
        return boto3.client(service, endpoint_url=endpoint, region_name='eu-central-1', **keys)

    cloud('s3').create_bucket(Bucket='code', CreateBucketConfiguration={'LocationConstraint': 'eu-central-1'})
    for function in FUNCTIONS:
        cloud('s3').put_object(Bucket='code', Key=f'{function}.zip', Body=zipped(os.path.join(binaries, f'longhand-{function}')))
    with open(expanded) as file:
        outputs, resources = deployed(cloud, adapted(json.load(file), endpoint), endpoint)
    address = domain(port, f'/restapis/{resources["Api"]}/{resources["ApiStage"]}/_user_request_')
    print(json.dumps({'endpoint': endpoint, 'address': f'127.0.0.1:{address}', 'rollup': resources['Rollup'], **outputs}), flush=True)
    for line in sys.stdin:
        if line.startswith('second '):
            # A second region is made known to the first. Its own stack has what the emulator lacks: replicas of keys.
            changed(cloud, endpoint, 'update', dict(zip(('SecondRegion', 'SecondDataKey'), line.split()[1:])))
            secret = cloud('secretsmanager').describe_secret(SecretId=f'{STACK}-pepper')
            print(json.dumps([replica['Region'] for replica in secret['ReplicationStatus']]), flush=True)
            continue
        # A function's name: it is run as its schedule would.
        answer = cloud('lambda').invoke(FunctionName=line.strip(), Payload=b'{}')
        print(answer['Payload'].read().decode(), flush=True)
finally:
    server.kill()
