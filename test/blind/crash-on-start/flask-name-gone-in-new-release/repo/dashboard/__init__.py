from flask import Flask


def create_app():
    app = Flask(__name__)
    from dashboard import views

    app.register_blueprint(views.pages)
    return app
